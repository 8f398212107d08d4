import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { client, seen, settle, Stage, statesOf } from './stage.mjs';

const { Broker } = await client('broker.js');

function onStage(options = {}) {
  const stage = new Stage();
  const broker = new Broker('http://broker.test/', { ...options, environment: stage.environment });
  return { stage, broker };
}

/** An event stream that the spec writes, and breaks. */
function stream() {
  let controller;
  const body = new ReadableStream({ start: (made) => { controller = made; } });
  return {
    response: new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }),
    write: async (text) => {
      controller.enqueue(new TextEncoder().encode(text));
      await settle();
    },
    end: async () => {
      controller.close();
      await settle();
    },
  };
}

/** The stream that answers the latest request. */
async function answer(stage) {
  const made = stream();
  stage.requests.at(-1).answer(made.response);
  await settle();
  return made;
}

test('a stream that broke is resumed after the last event, under its epoch', async () => {
  const { stage, broker } = onStage();
  const texts = [];
  const subscription = broker.subscribe('news', {}, ({ data }) => texts.push(data));
  const states = statesOf(subscription);
  await settle();
  const first = await answer(stage);
  await first.write(': epoch e1\n\nid: e1-4\ndata: one\n\n');
  await first.end();
  await stage.pass(250);

  const { searchParams } = stage.requests.at(-1).url;
  assert.deepEqual(Object.fromEntries(searchParams), { channel: 'news', last_event_id: '4', epoch: 'e1' });
  const second = await answer(stage);
  await second.write(': epoch e1\n\nid: e1-4\ndata: one\n\nid: e1-5\ndata: two\n\n');
  assert.deepEqual(texts, ['one', 'two']);
  assert.deepEqual(subscription.position, { offset: 5, epoch: 'e1' });
  assert.deepEqual(states, ['connecting', 'open', 'waiting', 'connecting', 'open']);
  subscription.close();
});

test('a gap is told, and so is a break before anything was seen', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news');
  const gaps = seen(subscription, 'gap');
  await settle();
  await (await answer(stage)).end();
  await stage.pass(250);
  const second = await answer(stage);
  assert.deepEqual(gaps, [{ channel: 'news', offset: null, epoch: null }]);
  await second.write('event: gap\ndata: {"offset":12,"epoch":"e2"}\n\n');
  assert.deepEqual(gaps[1], { channel: 'news', offset: 12, epoch: 'e2' });
  subscription.close();
});

test('a refusal is final or has its time, as the server says', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news');
  const statuses = seen(subscription, 'status');
  await settle();
  const headers = { 'Retry-After': '7' };
  stage.requests[0].answer(new Response('{"message":"busy"}', { status: 503, headers }));
  await settle();
  assert.deepEqual([statuses.at(-1).state, statuses.at(-1).delay], ['waiting', 7250]);
  await stage.pass(7250);
  stage.requests[1].answer(new Response('{"message":"no"}', { status: 400 }));
  await settle();
  assert.deepEqual([statuses.at(-1).state, statuses.at(-1).reason], ['closed', 'no']);
  await stage.pass(60_000);
  assert.equal(stage.requests.length, 2);
});

test('a stream that falls silent is taken for dead', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news');
  const states = statesOf(subscription);
  await settle();
  const first = await answer(stage);
  await stage.pass(44_000);
  await first.write(':\n\n');
  await stage.pass(44_000);
  assert.equal(states.at(-1), 'open');
  await stage.pass(2_000);
  assert.equal(stage.requests.length, 2);
  subscription.close();
});

test('delays grow while it does not stay, and begin anew once it has', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news', { transport: 'websocket' });
  const statuses = seen(subscription, 'status');
  for (const delay of [250, 500, 1000]) {
    await settle();
    await stage.sockets.at(-1).open();
    await stage.sockets.at(-1).end(1006);
    assert.equal(statuses.at(-1).delay, delay);
    await stage.pass(delay);
  }
  await stage.sockets.at(-1).open();
  await stage.pass(5_000);
  await stage.sockets.at(-1).end(1001);
  assert.equal(statuses.at(-1).delay, 250);
  subscription.close();
});

test('the network coming back cuts the waiting short, and replaces what may be dead', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news', { transport: 'websocket' });
  await settle();
  await stage.sockets[0].end(1006);
  stage.network.dispatchEvent(new Event('online'));
  await settle();
  assert.equal(stage.sockets.length, 2);

  await stage.sockets[1].open();
  stage.network.dispatchEvent(new Event('online'));
  await stage.sockets[1].end(1000);
  await stage.pass(250);
  assert.equal(stage.sockets.length, 3);
  subscription.close();
});

test('after close nothing is opened, told or kept', async () => {
  const { stage, broker } = onStage();
  const subscription = broker.subscribe('news');
  const states = statesOf(subscription);
  await settle();
  subscription.close();
  subscription.close();
  await stage.pass(60_000);
  assert.deepEqual(states, ['connecting', 'closed']);
  assert.equal(stage.requests.length, 1);
  assert.deepEqual(stage.timers, []);
  assert.deepEqual(getEventListeners(stage.network, 'online'), []);
});

test('a socket of a user gets a fresh token when the old one is refused, and resumes', async () => {
  const asked = [];
  const token = ({ refresh }) => {
    asked.push(refresh);
    return `t${asked.length}`;
  };
  const { stage, broker } = onStage({ token });
  const user = broker.user();
  const messages = seen(user, 'message');
  await settle();
  stage.requests[0].answer(new Response('403: Forbidden', { status: 403 }));
  await stage.pass(250);
  assert.deepEqual(asked, [false, true]);
  assert.equal(stage.requests[1].request.headers.Authorization, 'Bearer t2');

  stage.requests[1].answer(Response.json({ token: 's1' }));
  await settle();
  await stage.sockets[0].open();
  await stage.sockets[0].receive({ type: 'message', offset: 3, sent_at: 'now', content: 'hi' });
  await stage.sockets[0].end(1001);
  await stage.pass(500);
  stage.requests[2].answer(Response.json({ token: 's2' }));
  await settle();
  assert.deepEqual(Object.fromEntries(stage.sockets[1].url.searchParams),
    { authorization: 's2', format: 'json', since: '3' });
  assert.equal(messages.length, 1);
  user.close();
});

test('a token that is refused twice is the end', async () => {
  const { stage, broker } = onStage({ token: () => 't' });
  const statuses = seen(broker.user(), 'status');
  for (const index of [0, 1]) {
    await stage.pass(250);
    stage.requests[index].answer(new Response('403: Forbidden', { status: 403 }));
    await settle();
  }
  assert.equal(statuses.at(-1).state, 'closed');
});
