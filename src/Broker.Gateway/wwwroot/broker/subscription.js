import { endingOfClose, errorOf } from './endings.js';
import { EventStreamParser } from './event-stream.js';
import { Link } from './link.js';
import { Position } from './position.js';
import { runSocket } from './socket.js';
import { tapOf } from './tap.js';

// The server says something every 15 s (`broker.sse.keep-alive-interval`). After three times that a stream
// is dead, whatever the network believes.
const SILENCE_MAX = 45_000;

/**
 * A subscription to one channel, for as long as it is not closed. Events: `message`, `gap`, `status`.
 *
 * Over an event stream it resumes by position: after a break it gets what it missed, or a `gap` that says
 * that something may be missing. Frames of a WebSocket have no position, so there every break is a gap.
 */
export class Subscription extends EventTarget {
  #context;
  #channel;
  #position;
  #link;
  #tap;
  #wasOpen = false;

  /**
   * @param {import('./context.js').Context} context
   * @param {string} channel
   * @param {import('../broker.js').SubscribeOptions} options
   */
  constructor(context, channel, { since = null, transport = 'sse' }) {
    super();
    if (transport === 'websocket' && since !== null) {
      throw new TypeError('only an event stream resumes: frames of a WebSocket have no position');
    }
    this.#context = context;
    this.#channel = channel;
    this.#position = new Position(since);
    this.#tap = tapOf('broadcast', context.onFrame);
    this.#link = new Link({
      ...context,
      dial: (call) => (transport === 'sse' ? this.#stream(call) : this.#socket(call)),
      onStatus: (status) => this.#emit('status', status),
    });
  }

  /** Where it is in its channel: what a later page needs as `since`. Null while nothing was seen. */
  get position() {
    return this.#position.place;
  }

  get status() {
    return this.#link.status;
  }

  close() {
    this.#link.close();
  }

  /** @param {{ signal: AbortSignal, opened: () => void }} call */
  #socket({ signal, opened }) {
    const url = this.#context.url('subscribe', { channel: this.#channel }, 'ws');
    return runSocket(url, {
      environment: this.#context.environment,
      signal,
      tap: this.#tap,
      onOpen: () => this.#open(opened),
      onMessage: (data) => this.#emit('message', { channel: this.#channel, offset: null, epoch: null, data }),
    });
  }

  /** @param {{ signal: AbortSignal, opened: () => void }} call */
  async #stream({ signal, opened }) {
    const { offset, epoch } = this.#position.place ?? {};
    const query = { channel: this.#channel, last_event_id: offset, epoch: epoch ?? undefined };
    const response = await this.#context.environment.fetch(this.#context.url('subscribe', query), {
      headers: { Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    if (!response.ok || !response.body) throw await errorOf(response);

    this.#tap('note', `open ${response.url || 'event stream'}`);
    this.#open(opened);
    await this.#read(response.body.getReader());
    this.#tap('note', 'the stream ended');
    return endingOfClose(1006, 'the stream ended');
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
  async #read(reader) {
    const decoder = new TextDecoder();
    const parser = new EventStreamParser({
      onEvent: (event) => this.#take(event),
      onComment: (comment) => this.#note(comment),
    });
    let stop = () => {};
    try {
      for (;;) {
        stop = this.#context.environment.after(SILENCE_MAX, () => reader.cancel());
        const { done, value } = await reader.read();
        stop();
        if (done) return;
        parser.push(decoder.decode(value, { stream: true }));
      }
    } finally {
      stop();
    }
  }

  /** @param {() => void} opened */
  #open(opened) {
    opened();
    if (this.#wasOpen && this.#position.place === null) {
      this.#emit('gap', { channel: this.#channel, offset: null, epoch: null });
    }
    this.#wasOpen = true;
  }

  /** @param {string} comment */
  #note(comment) {
    this.#tap('in', `: ${comment}`);
    if (comment.startsWith('epoch ')) this.#position.begin(comment.slice('epoch '.length).trim());
  }

  /** @param {{ type: string, id: string | null, data: string }} event */
  #take({ type, id, data }) {
    this.#tap('in', asWritten(type, id, data));
    if (type === 'gap') {
      const last = JSON.parse(data);
      this.#position.gap(last);
      this.#emit('gap', { channel: this.#channel, ...last });
    } else if (type === 'message' && this.#position.advance(...placeOf(id ?? ''))) {
      this.#emit('message', { channel: this.#channel, ...this.#position.place, data });
    }
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * An event's id holds its epoch and its offset: `3f9c0a17d2e4-7`.
 * @param {string} id
 * @returns {[offset: number, epoch: string]}
 */
function placeOf(id) {
  const separator = id.lastIndexOf('-');
  return [Number(id.slice(separator + 1)), id.slice(0, separator)];
}

/** @param {string} type @param {string | null} id @param {string} data */
function asWritten(type, id, data) {
  const lines = data.split('\n').map((line) => `data: ${line}`);
  if (id !== null) lines.unshift(`id: ${id}`);
  if (type !== 'message') lines.unshift(`event: ${type}`);
  return lines.join('\n');
}
