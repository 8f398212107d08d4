import { element } from './dom.js';

const WORDS = { idle: 'not connected', connecting: 'connecting', open: 'connected' };

/**
 * A connection's state, in words and a colour.
 * @param {HTMLElement} place What is replaced by it.
 */
export function statusBadge(place) {
  const badge = element('span', { className: 'status', role: 'status' });
  place.replaceWith(badge);
  /** @param {string} state @param {string} [text] */
  const set = (state, text = WORDS[state]) => {
    badge.dataset.state = state;
    badge.textContent = text;
  };
  set('idle');
  return {
    set,
    /** @param {import('../broker.js').Status} status */
    show(status) {
      if (status.state === 'waiting') set('waiting', `reconnecting in ${secondsOf(status.delay)}`);
      else if (status.state !== 'closed') set(status.state);
      else if (isRefusal(status)) set('failed', 'refused');
      else set('idle');
    },
  };
}

/**
 * True when the server will have no more of this, rather than somebody here.
 * @param {import('../broker.js').Status} status
 */
export const isRefusal = ({ state, code, status }) =>
  state === 'closed' && (code !== undefined || status !== undefined);

/** @param {number} milliseconds */
const secondsOf = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
