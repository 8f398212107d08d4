import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client } from './stage.mjs';

const { delayOf } = await client('broker/backoff.js');
const { endingOfClose, endingOfError, errorOf, retryAfterOf } = await client('broker/endings.js');
const { EventStreamParser } = await client('broker/event-stream.js');
const { channelName } = await client('broker/names.js');
const { Position } = await client('broker/position.js');

const backoff = { base: 500, cap: 30_000 };

test('a delay is anything from nothing to a ceiling that doubles up to its cap', () => {
  assert.deepEqual([0, 1, 2, 6, 7, 1000].map((attempt) => delayOf(attempt, backoff, 0, () => 1)),
    [500, 1000, 2000, 30_000, 30_000, 30_000]);
  assert.equal(delayOf(5, backoff, 0, () => 0), 0);
});

test('a delay is never shorter than what the server asked for', () => {
  assert.equal(delayOf(0, backoff, 2000, () => 0), 2000);
  assert.equal(delayOf(0, backoff, 2000, () => 1), 2500);
});

test('a close code says whether to come back', () => {
  const comeBack = (code) => endingOfClose(code).comeBack;
  assert.deepEqual([1001, 1006, 1011, 1012, 1013, 4002, 4003, 4005].map(comeBack), Array(8).fill(true));
  assert.deepEqual([1000, 1002, 1003, 1007, 1008, 1009, 4000, 4001].map(comeBack), Array(8).fill(false));
  assert.equal(endingOfClose(1013).retryAfter, 1000);
  assert.equal(endingOfClose(4000, 'Alice is taken').reason, 'Alice is taken');
});

test('a close frame may say when to come back', () => {
  const ending = endingOfClose(1001, 'the server is going away; reconnect; retry-after=3');
  assert.deepEqual(ending,
    { code: 1001, reason: 'the server is going away; reconnect', comeBack: true, retryAfter: 3000 });
  assert.equal(endingOfClose(1013, 'too slow; retry-after=9').retryAfter, 9000);
  assert.equal(endingOfClose(1001, 'retry-after=soon').retryAfter, undefined);
});

test('an answer says whether and when to come back', async () => {
  const headers = { 'Retry-After': '2' };
  const refused = await errorOf(new Response('{"message":"busy"}', { status: 503, headers }));
  assert.deepEqual({ ...endingOfError(refused) },
    { reason: 'busy', code: undefined, status: 503, comeBack: true, retryAfter: 2000 });
  const wrong = await errorOf(new Response('403: Forbidden', { status: 403 }));
  assert.equal(wrong.message, '403: Forbidden');
  assert.equal(wrong.comeBack, false);
  assert.equal((await errorOf(new Response('', { status: 429 }))).comeBack, true);
  assert.equal(endingOfError(new TypeError('network down')).comeBack, true);
});

test('Retry-After is seconds, a date, or nothing', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal(retryAfterOf('3', now), 3000);
  assert.equal(retryAfterOf('Thu, 01 Jan 2026 00:00:05 GMT', now), 5000);
  assert.equal(retryAfterOf('Thu, 01 Jan 1970 00:00:00 GMT', now), 0);
  assert.equal(retryAfterOf('soon', now), undefined);
  assert.equal(retryAfterOf(null, now), undefined);
});

const STREAM = [
  ': epoch e1', '', 'id: 7', 'data: first', 'data: second', '', 'event: gap', 'data: {}', '', 'data:bare', '',
  'id: 8', '', '',
].join('\n');
const EVENTS = [
  { type: 'message', id: '7', data: 'first\nsecond' },
  { type: 'gap', id: null, data: '{}' },
  { type: 'message', id: null, data: 'bare' },
];

test('an event stream means the same wherever it is cut, and with each kind of line end', () => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    const text = STREAM.replaceAll('\n', lineEnd);
    for (let cut = 0; cut <= text.length; cut++) {
      const [events, comments] = [[], []];
      const parser = new EventStreamParser({
        onEvent: (event) => events.push(event), onComment: (comment) => comments.push(comment),
      });
      parser.push(text.slice(0, cut));
      parser.push(text.slice(cut));
      assert.deepEqual(events, EVENTS);
      assert.deepEqual(comments, ['epoch e1']);
    }
  }
});

test('an event that is longer than the limit is refused, in one line or in many', () => {
  const parser = () => new EventStreamParser({ onEvent: () => {}, charactersMax: 20 });
  assert.throws(() => parser().push(`data: ${'x'.repeat(20)}`), /longer than 20/);
  assert.throws(() => parser().push('data: xxxxx\n'.repeat(3)), /longer than 20/);
  parser().push('data: xxxxx\n\n'.repeat(30));
});

test('a position moves with what is seen, and knows what it has seen before', () => {
  const position = new Position();
  assert.equal(position.place, null);
  position.begin('e1');
  assert.equal(position.advance(4), true);
  assert.equal(position.advance(4), false);
  assert.equal(position.advance(3), false);
  assert.deepEqual(position.place, { offset: 4, epoch: 'e1' });
});

test('offsets that go on in the next epoch are seen once, each with its own epoch', () => {
  const position = new Position({ offset: 3, epoch: 'e1' });
  position.begin('e2');
  assert.equal(position.advance(4, 'e1'), true);
  assert.deepEqual(position.place, { offset: 4, epoch: 'e1' });
  assert.equal(position.advance(5, 'e2'), true);
  assert.equal(position.advance(5, 'e2'), false);
  assert.deepEqual(position.place, { offset: 5, epoch: 'e2' });
});

test('another epoch is taken over with its gap, not before', () => {
  const position = new Position({ offset: 9, epoch: 'e1' });
  position.begin('e2');
  assert.deepEqual(position.place, { offset: 9, epoch: 'e1' });
  position.gap({ offset: 2, epoch: 'e2' });
  assert.equal(position.advance(1), true);
  assert.deepEqual(position.place, { offset: 1, epoch: 'e2' });
});

test('a stream of our epoch forgets that the one before was of another', () => {
  const position = new Position({ offset: 9, epoch: 'e1' });
  position.begin('e2');
  position.begin('e1');
  assert.equal(position.advance(9), false);
});

test('a gap under the same epoch keeps what was seen, yet never runs ahead of the channel', () => {
  const trimmed = new Position({ offset: 5, epoch: 'e1' });
  trimmed.gap({ offset: 900, epoch: 'e1' });
  assert.equal(trimmed.advance(5), false);
  assert.equal(trimmed.advance(600), true);
  const ahead = new Position({ offset: 100, epoch: 'e1' });
  ahead.gap({ offset: 12, epoch: 'e1' });
  assert.equal(ahead.advance(13), true);
});

test('a position begins after a number or a place, and after nothing else', () => {
  assert.deepEqual(new Position(0).place, { offset: 0, epoch: null });
  assert.deepEqual(new Position({ offset: 3 }).place, { offset: 3, epoch: null });
  for (const wrong of [-1, 1.5, NaN, { offset: '3' }]) assert.throws(() => new Position(wrong), TypeError);
});

test('a channel name that the broker would refuse is refused here', () => {
  for (const wrong of ['', '$offers', 'a\nb', 'é'.repeat(128), undefined]) {
    assert.throws(() => channelName(wrong), TypeError);
  }
  assert.equal(channelName('é'.repeat(127)), 'é'.repeat(127));
});
