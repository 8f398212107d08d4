import { BrokerError } from './errors.js';

/**
 * Makes events of the pieces of a `text/event-stream`, wherever they are cut (WHATWG HTML §9.2.6). The
 * browser's EventSource is not used: it hides comments, and with them the epoch, as well as the status and
 * `Retry-After` of a refusal.
 */
export class EventStreamParser {
  #rest = '';
  #event = emptyEvent();
  #size = 0;

  /**
   * @param {{
   *   onEvent: (event: { type: string, id: string | null, data: string }) => void,
   *   onComment?: (text: string) => void,
   *   charactersMax?: number,
   * }} options What one event may hold is bounded, so that a broken server cannot fill the memory.
   */
  constructor({ onEvent, onComment = () => {}, charactersMax = 8 * 1024 * 1024 }) {
    this.onEvent = onEvent;
    this.onComment = onComment;
    this.charactersMax = charactersMax;
  }

  /** @param {string} piece */
  push(piece) {
    const text = this.#rest + piece;
    // A carriage return at the very end may be half of a line end.
    const whole = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, whole).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + text.slice(whole);
    for (const line of lines) this.#take(line);
    if (this.#size + this.#rest.length > this.charactersMax) {
      throw new BrokerError(`an event is longer than ${this.charactersMax} characters`);
    }
  }

  /** @param {string} line */
  #take(line) {
    if (line === '') return this.#dispatch();
    if (line[0] === ':') return this.onComment(line.slice(1).trimStart());

    this.#size += line.length;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') this.#event.data.push(value);
    if (field === 'event') this.#event.type = value;
    if (field === 'id' && !value.includes('\0')) this.#event.id = value;
  }

  #dispatch() {
    const { type, id, data } = this.#event;
    this.#event = emptyEvent();
    this.#size = 0;
    if (data.length > 0) this.onEvent({ type: type || 'message', id, data: data.join('\n') });
  }
}

/** @returns {{ type: string, id: string | null, data: string[] }} */
const emptyEvent = () => ({ type: '', id: null, data: [] });
