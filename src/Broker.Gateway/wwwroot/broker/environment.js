/**
 * What the client takes from its surroundings: a browser, Node, or a test that stands in for them.
 * @typedef {{
 *   fetch: typeof globalThis.fetch,
 *   WebSocket: typeof globalThis.WebSocket,
 *   network: EventTarget | null,
 *   random: () => number,
 *   now: () => number,
 *   after: (milliseconds: number, act: () => void) => () => void,
 * }} Environment `after` answers with what calls it off.
 */

/**
 * @param {Partial<Environment>} [instead]
 * @returns {Environment}
 */
export const environmentOf = (instead = {}) => ({
  fetch: (...request) => globalThis.fetch(...request),
  WebSocket: globalThis.WebSocket,
  // Node has no such events, and nothing to listen on.
  network: 'addEventListener' in globalThis ? /** @type {any} */ (globalThis) : null,
  random: Math.random,
  now: () => Date.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  ...instead,
});
