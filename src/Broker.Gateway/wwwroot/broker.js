/**
 * The JavaScript client of the broker: for browsers, and for Node 22 or later. No dependencies, no build.
 * How to use it: docs/javascript.md.
 */
import { AuctionClient } from './broker/auction.js';
import { ChatClient } from './broker/chat.js';
import { Context } from './broker/context.js';
import { channelName } from './broker/names.js';
import { Subscription } from './broker/subscription.js';
import { UserClient } from './broker/user.js';

export { BrokerError } from './broker/errors.js';
export { AuctionClient, ChatClient, Subscription, UserClient };

/**
 * @typedef {(why: { refresh: boolean }) => Promise<string> | string} TokenCallback Asked before each
 *   connection; with `refresh` when the last token was refused.
 * @typedef {{
 *   since?: import('./broker/position.js').Place | number | null,
 *   transport?: 'sse' | 'websocket',
 * }} SubscribeOptions `since` is exclusive; 0 is all that is kept, nothing is only what is new.
 * @typedef {{
 *   channel: string, offset: number | null, epoch: string | null, data: string | Uint8Array,
 * }} Message Over a WebSocket it has no position.
 * @typedef {{
 *   token?: TokenCallback,
 *   apiKey?: () => Promise<string> | string,
 *   backoff?: Partial<import('./broker/backoff.js').Backoff>,
 *   onFrame?: (frame: import('./broker/tap.js').Frame) => void,
 *   environment?: Partial<import('./broker/environment.js').Environment>,
 * }} BrokerOptions
 */

/** One broker, by its address. It holds no connection itself; each thing it opens has one of its own. */
export class Broker {
  #context;

  /**
   * @param {string | URL} [url] Of the broker; by default where the page came from.
   * @param {BrokerOptions} [options]
   */
  constructor(url = globalThis.location?.origin, options = {}) {
    if (!url) throw new TypeError('outside a browser the client needs the address of a broker');
    this.#context = new Context(url, options);
  }

  /**
   * @param {string} channel
   * @param {SubscribeOptions} [options]
   * @param {(message: Message) => void} [onMessage]
   */
  subscribe(channel, options = {}, onMessage) {
    const subscription = new Subscription(this.#context, channelName(channel), options);
    return listening(subscription, onMessage);
  }

  /**
   * @param {string} channel
   * @param {BodyInit} body
   * @param {{ receipt?: boolean, idempotencyKey?: string }} [options]
   * @returns {Promise<object | null>} The receipt, where one was asked for.
   */
  async publish(channel, body, { receipt = false, idempotencyKey } = {}) {
    const headers = await this.#context.publisherHeaders();
    if (receipt) headers.Prefer = 'return=representation';
    if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
    const url = this.#context.url('publish', { channel: channelName(channel) });
    const answer = await this.#context.request(url, { method: 'POST', headers, body });
    return receipt ? answer.json() : null;
  }

  /** @param {string} [name] Without one the broker chooses. */
  chat(name) {
    return new ChatClient(this.#context, name);
  }

  /**
   * The application token of a user, for the token callback.
   * @param {string} username
   * @returns {Promise<string>}
   */
  async signIn(username) {
    return (await (await this.#context.postJson('token', { username })).json()).token;
  }

  /**
   * The messages of the user whose token the callback gives.
   * @param {{ since?: import('./broker/position.js').Place | number | null }} [options] As for `subscribe`.
   * @param {(message: { offset: number, sent_at: string, content: string }) => void} [onMessage]
   */
  user(options = {}, onMessage) {
    return listening(new UserClient(this.#context, options), onMessage);
  }

  /**
   * Sends a message to each socket of a user, and to the store for those that come later.
   * @param {string} username
   * @param {string} content
   */
  async send(username, content) {
    await this.#context.postJson('message', { username, content }, await this.#context.publisherHeaders());
  }

  /** The auction. @param {{ token?: string }} [options] A token from an earlier `logIn`. */
  auction(options = {}) {
    return new AuctionClient(this.#context, options);
  }

  /**
   * The figures behind the dashboard (`GET /admin/stats`).
   * @param {{ adminToken?: string, signal?: AbortSignal }} [options]
   */
  async stats({ adminToken, signal } = {}) {
    return this.#administer('stats', adminToken, signal);
  }

  /**
   * The nodes of the cluster (`GET /admin/cluster`).
   * @param {{ adminToken?: string, signal?: AbortSignal }} [options]
   */
  async cluster({ adminToken, signal } = {}) {
    return this.#administer('cluster', adminToken, signal);
  }

  /** @param {string} what @param {string} [adminToken] @param {AbortSignal} [signal] */
  async #administer(what, adminToken, signal) {
    /** @type {Record<string, string>} */
    const headers = adminToken ? { Authorization: `Bearer ${adminToken}` } : {};
    return (await this.#context.request(this.#context.url(`admin/${what}`), { headers, signal })).json();
  }
}

/**
 * @template {EventTarget} T
 * @param {T} target
 * @param {((message: any) => void) | undefined} onMessage
 */
function listening(target, onMessage) {
  if (onMessage) {
    target.addEventListener('message', (event) => onMessage(/** @type {CustomEvent} */ (event).detail));
  }
  return target;
}
