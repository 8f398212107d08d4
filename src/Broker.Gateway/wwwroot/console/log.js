import { element } from './dom.js';
import { timeOf } from './format.js';

// More than anybody scrolls through, and few enough that a phone draws them.
const ENTRIES_MAX = 500;

// What a line shows of a large frame; the frame itself may have a megabyte.
const CHARACTERS_MAX = 2_000;

// Who is this near to the end reads along; who is not must not be pulled away.
const NEAR_THE_END = 40;

const MARKS = { in: ['↓', 'received'], out: ['↑', 'sent'], note: ['·', 'note'] };

/**
 * A list that keeps its last entries. What arrives between two pictures of the screen is drawn at once, and
 * what would not be kept is never drawn: a flood of frames costs no more than a full list.
 */
export class Log {
  #list;
  #waiting = [];
  #empty;

  /** @param {{ title: string, kind: 'messages' | 'frames', empty: string }} options */
  constructor({ title, kind, empty }) {
    this.#empty = element('li', { className: 'empty', textContent: empty });
    // Messages are read out as they come; frames only to who goes there, or nothing else would be heard.
    this.#list = element('ol', { role: 'log', tabIndex: 0, ariaLabel: title }, this.#empty);
    this.#list.setAttribute('aria-live', kind === 'messages' ? 'polite' : 'off');
    const clear = element('button', { type: 'button', className: 'quiet', textContent: 'Clear' });
    clear.setAttribute('aria-label', `Clear ${title.toLowerCase()}`);
    clear.addEventListener('click', () => this.clear());
    const head = element('div', { className: 'head' }, element('h2', { textContent: title }), clear);
    this.element = element('section', { className: `card log ${kind}` }, head, this.#list);
  }

  /**
   * @param {Date} time
   * @param {string} kind
   * @param {...(Node | string)} content
   */
  add(time, kind, ...content) {
    if (this.#waiting.length === 0) schedule(() => this.#draw());
    this.#waiting.push({ time, kind, content });
    if (this.#waiting.length > ENTRIES_MAX) this.#waiting.shift();
  }

  /** @param {import('../broker.js').Frame} frame */
  addFrame({ time, direction, data }) {
    const [mark, meaning] = MARKS[direction];
    this.add(time, direction,
      element('span', { className: 'mark', ariaHidden: 'true', textContent: mark }),
      element('span', { className: 'unseen', textContent: meaning }),
      element('span', { textContent: shown(data) }));
  }

  /** A line of the console's own, about what is or may be missing. @param {string} text */
  addNote(text) {
    this.add(new Date(), 'gap', element('span', { textContent: text }));
  }

  clear() {
    this.#waiting = [];
    this.#list.replaceChildren(this.#empty);
  }

  #draw() {
    const follows = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_THE_END;
    const entries = this.#waiting.map(({ time, kind, content }) => element('li', { data: { kind } },
      element('time', { dateTime: time.toISOString(), textContent: timeOf(time) }), ...content));
    this.#waiting = [];
    this.#empty.remove();
    this.#list.append(...entries);
    while (this.#list.childElementCount > ENTRIES_MAX) this.#list.firstElementChild.remove();
    if (follows) this.#list.scrollTop = this.#list.scrollHeight;
  }
}

/**
 * The two logs of a page: what was meant for people, and what went over the wire for it.
 * @param {string} empty What the messages show as long as there are none.
 */
export const logs = (empty) => ({
  messages: new Log({ title: 'Messages', kind: 'messages', empty }),
  frames: new Log({ title: 'Frames', kind: 'frames', empty: 'What goes over the wire, as it is.' }),
});

// A tab in the background draws no pictures, yet should be up to date when it is looked at.
/** @param {() => void} draw */
const schedule = (draw) => (document.hidden ? setTimeout(draw, 250) : requestAnimationFrame(draw));

/** @param {string | Uint8Array} data As one line can show it. */
export function shown(data) {
  if (typeof data !== 'string') return `${data.length} bytes: ${hexOf(data.subarray(0, 64))}`;
  if (data.length <= CHARACTERS_MAX) return data;
  return `${data.slice(0, CHARACTERS_MAX)}… (${data.length} characters)`;
}

/** @param {Uint8Array} bytes */
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
