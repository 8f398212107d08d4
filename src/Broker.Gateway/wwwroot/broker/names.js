const BYTES_MAX = 255;

/**
 * Refuses what the broker would refuse, before a connection is opened and opened again for it
 * (docs/protocol.md §1.1).
 * @param {string} name
 * @returns {string} The same name.
 */
export function channelName(name) {
  if (typeof name !== 'string' || name === '') throw new TypeError('a channel needs a name');
  if (name[0] === '$') throw new TypeError('a channel name that begins with $ is reserved');
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw new TypeError('a channel name has no control characters');
  }
  if (new TextEncoder().encode(name).length > BYTES_MAX) {
    throw new TypeError(`a channel name has at most ${BYTES_MAX} bytes`);
  }
  return name;
}
