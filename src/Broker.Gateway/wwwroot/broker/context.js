import { defaultBackoff } from './backoff.js';
import { environmentOf } from './environment.js';
import { errorOf } from './endings.js';

/** What all parts of one client share: where the broker is, and how it is spoken to. */
export class Context {
  #base;

  /**
   * @param {string | URL} base
   * @param {import('../broker.js').BrokerOptions} options
   */
  constructor(base, { token, apiKey, backoff, onFrame, environment }) {
    this.#base = new URL(base);
    // Paths of the broker stand beside the last part of an address that does not end with a slash.
    if (!this.#base.pathname.endsWith('/')) this.#base.pathname += '/';
    this.token = token;
    this.apiKey = apiKey;
    this.onFrame = onFrame;
    this.backoff = { ...defaultBackoff, ...backoff };
    this.environment = environmentOf(environment);
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | undefined>} [query] What is undefined is left away.
   * @param {'http' | 'ws'} [scheme]
   */
  url(path, query = {}, scheme = 'http') {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, `${value}`);
    }
    if (scheme === 'ws') url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  }

  /**
   * @param {string} url
   * @param {RequestInit} [request]
   * @returns {Promise<Response>} Only of a success.
   * @throws {import('./errors.js').BrokerError} The broker refused.
   */
  async request(url, request = {}) {
    const alone = { credentials: /** @type {const} */ ('omit'), cache: /** @type {const} */ ('no-store') };
    const response = await this.environment.fetch(url, { ...alone, ...request });
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @param {Record<string, string>} [headers]
   */
  postJson(path, body, headers = {}) {
    return this.request(this.url(path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /**
   * What lets this client publish, where the broker asks for it.
   * @returns {Promise<Record<string, string>>}
   */
  async publisherHeaders() {
    const key = await this.apiKey?.();
    return key ? { Authorization: `Bearer ${key}` } : {};
  }
}
