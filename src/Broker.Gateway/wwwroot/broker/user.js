import { BrokerError } from './errors.js';
import { Link } from './link.js';
import { runSocket } from './socket.js';
import { tapOf } from './tap.js';

// A token that is refused once may have expired while it was on its way. Twice, with a fresh one, is a no.
const REFUSALS_MAX = 2;

/**
 * The messages of one user, the one whose token it is. It trades the application token for a socket token
 * before each connection, and resumes by offset. Events: `message`, `gap`, `echo`, `status`.
 */
export class UserClient extends EventTarget {
  #context;
  #link;
  #tap;
  /** @type {number | undefined} */
  #offset;
  #refusals = 0;
  #wasOpen = false;
  /** @type {((text: string) => void) | null} */
  #send = null;

  /**
   * @param {import('./context.js').Context} context
   * @param {{ since?: number }} options
   */
  constructor(context, { since }) {
    super();
    if (!context.token) throw new TypeError('messages of a user need a token: new Broker(url, { token })');
    this.#context = context;
    this.#offset = since;
    this.#tap = tapOf('users', context.onFrame);
    this.#link = new Link({
      ...context,
      dial: (call) => this.#dial(call),
      onStatus: (status) => this.#emit('status', status),
    });
  }

  /** The offset of the last message; undefined while there was none. */
  get offset() {
    return this.#offset;
  }

  get status() {
    return this.#link.status;
  }

  /** Sends a text that the server echoes: a way to see that it is there. @param {string} text */
  echo(text) {
    if (!this.#send) throw new BrokerError('not connected', { comeBack: true });
    this.#send(text);
  }

  close() {
    this.#link.close();
  }

  /** @param {{ signal: AbortSignal, opened: () => void }} call */
  async #dial({ signal, opened }) {
    const authorization = await this.#socketToken();
    const url = this.#context.url('ws', { authorization, format: 'json', since: this.#offset }, 'ws');
    if (signal.aborted) return { reason: 'closed', comeBack: true };
    try {
      return await runSocket(url, {
        environment: this.#context.environment,
        signal,
        tap: this.#tap,
        onOpen: (send) => {
          this.#send = send;
          opened();
          if (this.#wasOpen && this.#offset === undefined) this.#emit('gap', {});
          this.#wasOpen = true;
        },
        onMessage: (data) => this.#take(`${data}`),
      });
    } finally {
      this.#send = null;
    }
  }

  async #socketToken() {
    const application = await /** @type {import('../broker.js').TokenCallback} */ (this.#context.token)({
      refresh: this.#refusals > 0,
    });
    try {
      const answer = await this.#context.postJson('ws/token', {}, { Authorization: `Bearer ${application}` });
      this.#refusals = 0;
      return (await answer.json()).token;
    } catch (error) {
      const refused = error instanceof BrokerError && (error.status === 401 || error.status === 403);
      if (!refused || ++this.#refusals >= REFUSALS_MAX) throw error;
      throw new BrokerError(error.message, { status: error.status, comeBack: true });
    }
  }

  /** @param {string} text */
  #take(text) {
    const event = eventIn(text);
    if (event?.type === 'message') {
      if (this.#offset !== undefined && event.offset <= this.#offset) return;
      this.#offset = event.offset;
      this.#emit('message', event);
    } else if (event?.type === 'gap') {
      // The numbering may have begun anew: what comes next must not pass for seen.
      if (this.#offset !== undefined) this.#offset = Math.min(this.#offset, event.offset ?? 0);
      this.#emit('gap', event);
    } else {
      this.#emit('echo', { text });
    }
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {string} text What the server echoes need not be JSON. */
function eventIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
