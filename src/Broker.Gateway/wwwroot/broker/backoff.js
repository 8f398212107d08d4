// 2^30 times any base is longer than anybody waits; more only overflows.
const DOUBLINGS_MAX = 30;

/** @typedef {{ base: number, cap: number }} Backoff Milliseconds. */

/** @type {Backoff} */
export const defaultBackoff = { base: 500, cap: 30_000 };

/**
 * Full jitter: anything from nothing to a ceiling that doubles with each attempt. A thousand clients that
 * lost one server come back spread over the whole time, not in waves.
 * @param {number} attempt Counts from 0.
 * @param {Backoff} backoff
 * @param {number} [retryAfter] Milliseconds that the server asked for; the jitter comes on top.
 * @param {() => number} [random] From 0 to 1.
 */
export function delayOf(attempt, backoff, retryAfter = 0, random = Math.random) {
  const ceiling = Math.min(backoff.cap, backoff.base * 2 ** Math.min(attempt, DOUBLINGS_MAX));
  return retryAfter + random() * ceiling;
}
