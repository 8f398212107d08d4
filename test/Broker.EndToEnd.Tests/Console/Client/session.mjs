// The client against a broker, as a program in Node uses it. Its argument is the broker's address.
import assert from 'node:assert/strict';
import { client } from './stage.mjs';

const { Broker, BrokerError } = await client('broker.js');

const broker = new Broker(process.argv[2]);
const next = (target, name) => new Promise((resolve) => {
  target.addEventListener(name, ({ detail }) => resolve(detail), { once: true });
});
const opened = (target) => new Promise((resolve) => {
  target.addEventListener('status', ({ detail }) => detail.state === 'open' && resolve());
});

const stream = broker.subscribe('node-client');
const socket = broker.subscribe('node-client', { transport: 'websocket' });
const chat = broker.chat('Node');
await Promise.all([opened(stream), opened(socket), chat.subscribe('node-client')]);
assert.equal(chat.name, 'Node');

const arrivals = Promise.all([stream, socket, chat].map((target) => next(target, 'message')));
const receipt = await broker.publish('node-client', 'Grüße\n🎉', { receipt: true, idempotencyKey: 'once' });
const [event, frame, delivery] = await arrivals;
assert.equal(receipt.receivers, 3);
assert.deepEqual([event.data, frame.data, delivery.content], Array(3).fill('Grüße\n🎉'));
assert.deepEqual(event, { ...event, offset: receipt.offset, epoch: receipt.epoch });
assert.deepEqual(await broker.publish('node-client', 'again', { receipt: true, idempotencyKey: 'once' }), receipt);

const bytes = next(socket, 'message');
await broker.publish('node-client', new Uint8Array([97, 255]));
assert.deepEqual([...(await bytes).data], [97, 255]);

await assert.rejects(chat.publish('elsewhere', 'x'), BrokerError);
assert.deepEqual(await chat.list(), ['node-client']);
await chat.unsubscribe('node-client');
assert.deepEqual(await chat.list({ mine: true }), []);

await broker.publish('broadcast', 'kept');
const kept = broker.subscribe('broadcast', { since: 0 });
assert.equal((await next(kept, 'message')).data, 'kept');

for (const open of [stream, socket, chat, kept]) open.close();
