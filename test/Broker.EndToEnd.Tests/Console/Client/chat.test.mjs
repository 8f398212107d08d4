import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, seen, settle, Stage, statesOf } from './stage.mjs';

const { Broker } = await client('broker.js');

function join(name) {
  const stage = new Stage();
  const broker = new Broker('http://broker.test', { environment: stage.environment });
  return { stage, chat: broker.chat(name) };
}

async function greet(stage, name = 'Alice') {
  await settle();
  const socket = stage.sockets.at(-1);
  await socket.open();
  await socket.receive({ status: 'ok', info: { client_name: name } });
  return socket;
}

const subscribed = (id, channel) =>
  ({ status: 'ok', info: { channel_name: channel, total_subscribers: 1 }, id });

test('answers find their requests by id, and deliveries are messages', async () => {
  const { stage, chat } = join('Alice');
  const messages = seen(chat, 'message');
  const socket = await greet(stage);
  const joined = chat.subscribe('a');
  const refused = assert.rejects(chat.publish('b', 'x'), /not subscribed to b/);
  await settle();
  assert.deepEqual(socket.sent.map(({ action, id }) => [action, id]), [['subscribe', 1], ['publish', 2]]);
  await socket.receive({ status: 'error', info: { detail: 'not subscribed to b' }, id: 2 });
  await socket.receive({ sender: 'Bob', channel_name: 'a', sent_at: 'now', content: 'hi' });
  await socket.receive(subscribed(1, 'a'));

  assert.equal((await joined).total_subscribers, 1);
  await refused;
  assert.equal(messages[0].content, 'hi');
  assert.deepEqual(chat.channels, ['a']);
  chat.close();
});

test('what is asked before the connection is there waits for it', async () => {
  const { stage, chat } = join('Alice');
  const listed = chat.list();
  const socket = await greet(stage);
  assert.deepEqual(socket.sent, [{ action: 'list', id: 1 }]);
  await socket.receive({ status: 'ok', info: { channels: ['a'] }, id: 1 });
  assert.deepEqual(await listed, ['a']);
  chat.close();
});

test('a new connection has the old name and channels before anything else is asked', async () => {
  const { stage, chat } = join();
  const gaps = seen(chat, 'gap');
  const first = await greet(stage, 'guest-1');
  const joined = chat.subscribe('a');
  await settle();
  await first.receive(subscribed(1, 'a'));
  await joined;
  const lost = assert.rejects(chat.publish('a', 'on its way'), /may have been carried out/);
  await settle();
  await first.end(1001);
  await lost;
  const later = chat.publish('a', 'later');
  await stage.pass(250);

  assert.equal(stage.sockets[1].url.searchParams.get('client_name'), 'guest-1');
  const second = await greet(stage, 'guest-1');
  assert.deepEqual(second.sent.map(({ action }) => action), ['subscribe', 'publish']);
  await second.receive(subscribed(second.sent[0].id, 'a'));
  await second.receive({ status: 'ok', id: second.sent[1].id });
  await later;
  assert.deepEqual(gaps, [{ channel: 'a' }]);
  chat.close();
});

test('a channel that cannot be joined again is told as lost', async () => {
  const { stage, chat } = join('Alice');
  const gaps = seen(chat, 'gap');
  const first = await greet(stage);
  const joined = chat.subscribe('a');
  await settle();
  await first.receive(subscribed(1, 'a'));
  await joined;
  await first.end(1006);
  await stage.pass(250);
  const second = await greet(stage);
  await second.receive({ status: 'error', info: { detail: 'the channel is full' }, id: second.sent[0].id });
  assert.deepEqual(gaps, [{ channel: 'a', lost: 'the channel is full' }]);
  assert.deepEqual(chat.channels, []);
  chat.close();
});

test('a connection that breaks while it joins again does not lose the channel', async () => {
  const { stage, chat } = join('Alice');
  const first = await greet(stage);
  const joined = chat.subscribe('a');
  await settle();
  await first.receive(subscribed(1, 'a'));
  await joined;
  await first.end(1006);
  await stage.pass(250);
  await (await greet(stage)).end(1006);
  await stage.pass(500);
  const third = await greet(stage);
  assert.deepEqual(third.sent.map(({ params }) => params), [{ channel_name: 'a' }]);
  chat.close();
});

test('a name that somebody has is the end; one that we had ourselves is waited for', async () => {
  const taken = join('Alice');
  const states = statesOf(taken.chat);
  const waiting = assert.rejects(taken.chat.list(), /Alice is taken/);
  await settle();
  await taken.stage.sockets[0].open();
  await taken.stage.sockets[0].receive({ status: 'error', info: { detail: 'taken' } });
  await taken.stage.sockets[0].end(4000, 'Alice is taken');
  assert.equal(states.at(-1), 'closed');
  await waiting;

  const ours = join('Alice');
  const socket = await greet(ours.stage);
  await socket.end(1006);
  await ours.stage.pass(250);
  await ours.stage.sockets[1].open();
  await ours.stage.sockets[1].end(4000);
  assert.equal(ours.chat.status.state, 'waiting');
  ours.chat.close();
});

test('requests are bounded in number and in time', async () => {
  const { stage, chat } = join('Alice');
  const asked = Array.from({ length: 256 }, () => chat.list());
  await assert.rejects(chat.list(), /256 requests wait/);
  const outcomes = Promise.allSettled(asked);
  await stage.pass(10_000);
  assert.ok((await outcomes).every(({ reason }) => /no answer in time/.test(reason.message)));
  chat.close();
  await assert.rejects(chat.list(), /closed/);
});

test('what the network does not take is refused here', async () => {
  const { stage, chat } = join('Alice');
  const socket = await greet(stage);
  socket.bufferedAmount = 2 * 1024 * 1024;
  await assert.rejects(chat.publish('a', 'x'), /slower/);
  chat.close();
});
