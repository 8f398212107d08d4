import { BrokerError } from './errors.js';

// The server reads 256 requests ahead of their answers (`broker.connection.requests-waiting-max`); more of
// them only wait in another place.
const WAITING_MAX = 256;
const ANSWER_TIMEOUT = 10_000;

/**
 * @typedef {{
 *   text: string,
 *   resolve: (info: any) => void,
 *   reject: (error: BrokerError) => void,
 *   stopTimer: () => void,
 * }} Request
 */

/**
 * Requests and their answers, matched by id. What is asked while there is no connection waits for one; what
 * was sent when a connection broke fails, for nobody knows whether it was carried out.
 */
export class Requests {
  #environment;
  #nextId = 1;
  /** @type {((text: string) => void) | null} */
  #send = null;
  /** @type {Map<number, Request>} */
  #sent = new Map();
  /** @type {Map<number, Request>} */
  #unsent = new Map();
  /** @type {BrokerError | null} */
  #ended = null;

  /** @param {import('./environment.js').Environment} environment */
  constructor(environment) {
    this.#environment = environment;
  }

  /**
   * @param {string} action
   * @param {object} [params]
   * @returns {Promise<any>} The `info` of its answer.
   */
  ask(action, params) {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (this.#sent.size + this.#unsent.size >= WAITING_MAX) {
        return reject(new BrokerError(`${WAITING_MAX} requests wait already`, { comeBack: true }));
      }

      const id = this.#nextId++;
      const stopTimer = this.#environment.after(ANSWER_TIMEOUT, () => this.#fail(id, 'no answer in time'));
      this.#unsent.set(id, { text: JSON.stringify({ action, params, id }), resolve, reject, stopTimer });
      this.#flush();
    });
  }

  /**
   * A connection is there. What is asked first goes out before all that waits.
   * @param {(text: string) => void} send
   * @param {[string, object][]} first
   * @returns {Promise<any>[]} Their answers.
   */
  begin(send, first) {
    const waiting = this.#unsent;
    this.#unsent = new Map();
    this.#send = send;
    const answers = first.map(([action, params]) => this.ask(action, params));
    this.#unsent = waiting;
    this.#flush();
    return answers;
  }

  /** @param {{ id?: number, status: string, info?: any }} answer */
  answer({ id, status, info }) {
    const request = this.#sent.get(id ?? 0);
    if (!request) return;
    this.#sent.delete(id ?? 0);
    request.stopTimer();
    if (status === 'ok') request.resolve(info);
    else request.reject(new BrokerError(info?.detail ?? 'refused'));
  }

  /** The connection broke. @param {string} reason */
  lose(reason) {
    this.#send = null;
    for (const id of [...this.#sent.keys()]) this.#fail(id, `${reason}; it may have been carried out`);
  }

  /** There will be no other connection. @param {BrokerError} error */
  end(error) {
    this.#ended = error;
    this.#send = null;
    for (const id of [...this.#sent.keys(), ...this.#unsent.keys()]) this.#fail(id, error.message);
  }

  #flush() {
    if (!this.#send) return;
    for (const [id, request] of this.#unsent) {
      this.#unsent.delete(id);
      this.#sent.set(id, request);
      try {
        this.#send(request.text);
      } catch (error) {
        this.#fail(id, error instanceof Error ? error.message : `${error}`);
      }
    }
  }

  /** @param {number} id @param {string} reason */
  #fail(id, reason) {
    const request = this.#sent.get(id) ?? this.#unsent.get(id);
    this.#sent.delete(id);
    this.#unsent.delete(id);
    request?.stopTimer();
    request?.reject(new BrokerError(reason, { comeBack: true }));
  }
}
