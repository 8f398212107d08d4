import { BrokerError } from './errors.js';
import { Link } from './link.js';
import { channelName } from './names.js';
import { Requests } from './requests.js';
import { runSocket } from './socket.js';
import { tapOf } from './tap.js';

const NAME_TAKEN = 4000;

/**
 * One client of Chat. Each request is a promise of its answer; subscriptions survive a reconnect. Events:
 * `message`, `gap` (a channel may have missed something while the connection was away), `status`.
 */
export class ChatClient extends EventTarget {
  #context;
  #link;
  #requests;
  /** @type {Set<string>} */
  #channels = new Set();
  #wasOpen = false;
  #tap;

  /**
   * @param {import('./context.js').Context} context
   * @param {string} [name]
   */
  constructor(context, name = '') {
    super();
    this.#context = context;
    /** The client's name; the broker's choice once it is open, where none was asked for. */
    this.name = name;
    this.#tap = tapOf('chat', context.onFrame);
    this.#requests = new Requests(context.environment);
    this.#link = new Link({
      ...context,
      dial: (call) => this.#dial(call),
      onStatus: (status) => this.#report(status),
    });
  }

  get status() {
    return this.#link.status;
  }

  /** The channels that it is subscribed to. */
  get channels() {
    return [...this.#channels];
  }

  /**
   * @param {string} channel Created where it does not exist.
   * @returns {Promise<{ channel_name: string, total_subscribers: number }>}
   */
  async subscribe(channel) {
    const info = await this.#requests.ask('subscribe', { channel_name: channelName(channel) });
    this.#channels.add(channel);
    return info;
  }

  /** @param {string} channel */
  async unsubscribe(channel) {
    await this.#requests.ask('unsubscribe', { channel_name: channel });
    this.#channels.delete(channel);
  }

  /** @param {string} channel One that it is subscribed to. @param {string} content */
  async publish(channel, content) {
    await this.#requests.ask('publish', { channel_name: channel, content });
  }

  /**
   * @param {{ mine?: boolean }} [options]
   * @returns {Promise<string[]>} The names of all channels, or of this client's.
   */
  async list({ mine = false } = {}) {
    return (await this.#requests.ask('list', mine ? { scope: 'mine' } : undefined)).channels;
  }

  close() {
    this.#link.close();
  }

  /** @param {{ signal: AbortSignal, opened: () => void }} call */
  async #dial({ signal, opened }) {
    const url = this.#context.url('api/connect', { client_name: this.name || undefined }, 'ws');
    let greeted = false;
    /** @type {(text: string) => void} */
    let send = () => {};
    const ending = await runSocket(url, {
      environment: this.#context.environment,
      signal,
      tap: this.#tap,
      onOpen: (sender) => { send = sender; },
      onMessage: (data) => {
        const frame = JSON.parse(`${data}`);
        if (greeted) return this.#take(frame);
        if (frame.status !== 'ok') return;
        greeted = true;
        this.name = frame.info.client_name;
        this.#greeted(send, opened);
      },
    });
    this.#requests.lose(ending.reason);
    // Our own connection from before may hold the name until the server has noticed that it is dead.
    return ending.code === NAME_TAKEN && this.#wasOpen ? { ...ending, comeBack: true } : ending;
  }

  /** @param {(text: string) => void} send @param {() => void} opened */
  #greeted(send, opened) {
    const again = this.channels;
    const requests = again.map((name) => ['subscribe', { channel_name: name }]);
    const answers = this.#requests.begin(send, /** @type {[string, object][]} */ (requests));
    this.#wasOpen = true;
    opened();
    again.forEach((channel, index) => answers[index].then(
      () => this.#emit('gap', { channel }),
      (error) => {
        // A connection that broke meanwhile asks again; only a refusal is the end of a subscription.
        if (error.comeBack) return;
        this.#channels.delete(channel);
        this.#emit('gap', { channel, lost: error.message });
      }));
  }

  /** @param {any} frame */
  #take(frame) {
    if ('status' in frame) this.#requests.answer(frame);
    else this.#emit('message', frame);
  }

  /** @param {import('./link.js').Status} status */
  #report(status) {
    if (status.state === 'closed') this.#requests.end(new BrokerError(status.reason ?? 'closed', status));
    this.#emit('status', status);
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
