import { delayOf } from './backoff.js';
import { endingOfError } from './endings.js';
import { BrokerError } from './errors.js';

/**
 * `connecting` → `open` → `waiting` → `connecting` …, and `closed` at the end, for good.
 * @typedef {'connecting' | 'open' | 'waiting' | 'closed'} State
 * @typedef {{
 *   state: State, attempt: number, reason?: string, code?: number, status?: number, delay?: number,
 * }} Status `delay` in milliseconds, while it waits.
 * @typedef {import('./endings.js').Ending} Ending
 */

// A connection that lived so long was a working one: the next attempt begins from the start.
const STABLE_AFTER = 5_000;

// A server that takes the connection and says nothing would otherwise hold a page for minutes.
const OPEN_TIMEOUT = 20_000;

const CUT_OFF = new BrokerError('cut off by this client', { comeBack: true });
const NO_ANSWER = new BrokerError('the server does not answer', { comeBack: true });

/**
 * Keeps one connection open: dials, waits with jitter, dials again, until it is closed or told that there is
 * no coming back. What is said over the connection is its owner's business.
 */
export class Link {
  #environment;
  #dial;
  #onStatus;
  #backoff;
  #cutWait = () => {};
  #cutDial = () => {};
  #attempt = 0;
  /** @type {Status} */
  #status = { state: 'connecting', attempt: 0 };

  /**
   * @param {{
   *   dial: (call: { signal: AbortSignal, opened: () => void }) => Promise<Ending>,
   *   onStatus: (status: Status) => void,
   *   backoff: import('./backoff.js').Backoff,
   *   environment: import('./environment.js').Environment,
   * }} options
   */
  constructor({ dial, onStatus, backoff, environment }) {
    this.#dial = dial;
    this.#onStatus = onStatus;
    this.#backoff = backoff;
    this.#environment = environment;
    environment.network?.addEventListener('online', this.#comeBack);
    // Whoever made this has yet to listen.
    queueMicrotask(() => this.#run());
  }

  get status() {
    return this.#status;
  }

  /** Ends it for good. */
  close(reason = 'closed by this client') {
    if (this.#status.state === 'closed') return;
    this.#end({ reason, comeBack: false });
    this.#cutDial();
    this.#cutWait();
  }

  async #run() {
    while (!this.#isClosed) {
      this.#report({ state: 'connecting' });
      const ending = await this.#dialOnce();
      if (this.#isClosed) return;
      if (!ending.comeBack) return this.#end(ending);

      const delay = delayOf(this.#attempt++, this.#backoff, ending.retryAfter, this.#environment.random);
      this.#report({ ...factsOf(ending), state: 'waiting', delay });
      await this.#wait(delay);
    }
  }

  async #dialOnce() {
    const cut = new AbortController();
    this.#cutDial = () => cut.abort(CUT_OFF);
    const stopTimer = this.#environment.after(OPEN_TIMEOUT, () => cut.abort(NO_ANSWER));
    let openedAt = Infinity;
    try {
      return await this.#dial({
        signal: cut.signal,
        opened: () => {
          stopTimer();
          openedAt = this.#environment.now();
          if (!cut.signal.aborted) this.#report({ state: 'open' });
        },
      });
    } catch (error) {
      return endingOfError(error);
    } finally {
      stopTimer();
      cut.abort(CUT_OFF);
      if (this.#environment.now() - openedAt >= STABLE_AFTER) this.#attempt = 0;
    }
  }

  /** @param {number} delay */
  #wait(delay) {
    return new Promise((resolve) => {
      const stop = this.#environment.after(delay, () => resolve(undefined));
      this.#cutWait = () => {
        stop();
        resolve(undefined);
      };
    });
  }

  // The network is back. A connection from before it went may be dead without knowing, and asking costs
  // little: it resumes.
  #comeBack = () => {
    this.#attempt = 0;
    this.#cutDial();
    this.#cutWait();
  };

  /** @param {Ending} ending */
  #end(ending) {
    this.#environment.network?.removeEventListener('online', this.#comeBack);
    this.#report({ ...factsOf(ending), state: 'closed' });
  }

  get #isClosed() {
    return this.#status.state === 'closed';
  }

  /** @param {Omit<Status, 'attempt'>} status */
  #report(status) {
    this.#status = { ...status, attempt: this.#attempt };
    this.#onStatus(this.#status);
  }
}

/** @param {Ending} ending */
const factsOf = ({ reason, code, status }) => ({ reason, code, status });
