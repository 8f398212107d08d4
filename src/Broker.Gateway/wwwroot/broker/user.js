import { BrokerError } from './errors.js';
import { Link } from './link.js';
import { Position } from './position.js';
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
  #position;
  #refusals = 0;
  #wasOpen = false;
  /** @type {((text: string) => void) | null} */
  #send = null;

  /**
   * @param {import('./context.js').Context} context
   * @param {{ since?: import('./position.js').Place | number | null }} options
   */
  constructor(context, { since = null }) {
    super();
    if (!context.token) throw new TypeError('messages of a user need a token: new Broker(url, { token })');
    this.#context = context;
    this.#position = new Position(since);
    this.#tap = tapOf('users', context.onFrame);
    this.#link = new Link({
      ...context,
      dial: (call) => this.#dial(call),
      onStatus: (status) => this.#emit('status', status),
    });
  }

  /** Where it is among the user's messages: what a later page needs as `since`. */
  get position() {
    return this.#position.place;
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
    const authorization = await this.#socketToken(signal);
    signal.throwIfAborted();
    const { offset: since, epoch } = this.#position.place ?? {};
    const query = { authorization, format: 'json', since, epoch: epoch ?? undefined };
    const url = this.#context.url('ws', query, 'ws');
    try {
      return await runSocket(url, {
        environment: this.#context.environment,
        signal,
        tap: this.#tap,
        onOpen: (send) => {
          this.#send = send;
          opened();
          const isUnproven = this.#wasOpen && this.#position.place === null;
          if (isUnproven) this.#emit('gap', { offset: null, epoch: null });
          this.#wasOpen = true;
        },
        onMessage: (data) => this.#take(`${data}`),
      });
    } finally {
      this.#send = null;
    }
  }

  /** @param {AbortSignal} signal */
  async #socketToken(signal) {
    const application = await /** @type {import('../broker.js').TokenCallback} */ (this.#context.token)({
      refresh: this.#refusals > 0,
    });
    try {
      const answer = await this.#context.request(this.#context.url('ws/token'), {
        method: 'POST', headers: { Authorization: `Bearer ${application}` }, signal,
      });
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
      if (this.#position.advance(event.offset)) this.#emit('message', event);
    } else if (event?.type === 'gap') {
      this.#position.gap(event);
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
