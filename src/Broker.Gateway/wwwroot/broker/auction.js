import { BrokerError } from './errors.js';
import { Link } from './link.js';
import { runSocket } from './socket.js';
import { tapOf } from './tap.js';

const AUTHENTICATED = 'User Authenticated';
const EVENTS = new Set(['offerCreated', 'bidPlaced', 'offerSold']);

// Frames are shown, and what is shown is also copied and sent to others.
/** @param {string} text */
const withoutTokens = (text) => text.replace(/("token"\s*:\s*")[^"]*/gi, '$1…');

/**
 * The auction: accounts, offers and bids over HTTP, and with `open` what happens. Events: `offerCreated`,
 * `bidPlaced`, `offerSold`, `answer`, `status`.
 */
export class AuctionClient extends EventTarget {
  #context;
  #tap;
  /** @type {Link | null} */
  #link = null;
  /** @type {((text: string) => void) | null} */
  #send = null;
  #token = '';

  /** @param {import('./context.js').Context} context @param {{ token?: string }} options */
  constructor(context, { token = '' }) {
    super();
    this.#context = context;
    this.#token = token;
    const { onFrame } = context;
    this.#tap = tapOf('auction', onFrame && ((frame) => onFrame({
      ...frame,
      data: typeof frame.data === 'string' ? withoutTokens(frame.data) : frame.data,
    })));
  }

  /** What `logIn` got, good for one hour. */
  get token() {
    return this.#token;
  }

  get status() {
    return this.#link?.status ?? { state: 'closed', attempt: 0 };
  }

  /** @param {string} username @param {string} password */
  async signUp(username, password) {
    await this.#context.postJson('v1/signup', { username, password });
  }

  /** @param {string} username @param {string} password */
  async logIn(username, password) {
    const answer = await this.#context.postJson('v1/login', { username, password });
    this.#token = (await answer.json()).token;
  }

  /** @param {object} offer Its fields, named as in the contract. */
  createOffer(offer) {
    return this.#ask('POST', 'v1/offer', offer);
  }

  /** @param {{ size?: number, page?: number, sortKey?: string }} [listing] */
  offers(listing = {}) {
    return this.#ask('GET', 'v1/offer', undefined, listing);
  }

  /** @param {string} id */
  offer(id) {
    return this.#ask('GET', `v1/offer/${encodeURIComponent(id)}`);
  }

  /** Highest first. @param {string} offerId */
  bids(offerId) {
    return this.#ask('GET', `v1/offer/${encodeURIComponent(offerId)}/bids`);
  }

  /** @param {string} offerId @param {number} price */
  bid(offerId, price) {
    return this.#ask('POST', 'v1/bid', { bid_price: price, offer_id: offerId });
  }

  /** @param {string} bidId */
  accept(bidId) {
    return this.#ask('PUT', `v1/bid/${encodeURIComponent(bidId)}`);
  }

  /** Listens to what happens, and comes back when the connection breaks, until the token has expired. */
  open() {
    this.#link?.close();
    const link = new Link({
      ...this.#context,
      dial: (call) => this.#dial(call),
      onStatus: (status) => { if (this.#link === link) this.#emit('status', status); },
    });
    this.#link = link;
  }

  /** Sends an event with the token. @param {string} event @param {object} [fields] */
  send(event, fields = {}) {
    this.sendText(JSON.stringify({ event, token: this.#token, ...fields }));
  }

  /** Sends a text as it is. @param {string} text */
  sendText(text) {
    if (!this.#send) throw new BrokerError('not connected', { comeBack: true });
    this.#send(text);
  }

  close() {
    this.#link?.close();
  }

  /** @param {string} method @param {string} path @param {object} [body] @param {object} [query] */
  async #ask(method, path, body, query) {
    const url = this.#context.url(path, /** @type {any} */ (query));
    const headers = { Authorization: `Bearer ${this.#token}` };
    const answer = await this.#context.request(url, {
      method, headers, body: body && JSON.stringify(body),
    });
    return answer.json();
  }

  /** @param {{ signal: AbortSignal, opened: () => void }} call */
  async #dial({ signal, opened }) {
    try {
      return await runSocket(this.#context.url('v1/stream', {}, 'ws'), {
        environment: this.#context.environment,
        signal,
        tap: this.#tap,
        onOpen: (send) => {
          this.#send = send;
          this.send('authenticate');
        },
        onMessage: (data) => this.#take(`${data}`, opened),
      });
    } finally {
      this.#send = null;
    }
  }

  /** @param {string} text @param {() => void} opened */
  #take(text, opened) {
    const event = JSON.parse(text);
    const data = event.data === null ? null : JSON.parse(event.data);
    if (event.message === AUTHENTICATED) opened();
    if (EVENTS.has(event.message)) this.#emit(event.message, data);
    else this.#emit('answer', { ...event, data });
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
