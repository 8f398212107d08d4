/**
 * One thing that passed: a frame in or out, or a `note` of what happened to its connection.
 * @typedef {'in' | 'out' | 'note'} Direction
 * @typedef {{ time: Date, protocol: string, direction: Direction, data: string | Uint8Array }} Frame
 * @typedef {(direction: Direction, data: string | Uint8Array) => void} Tap
 */

/**
 * @param {string} protocol
 * @param {((frame: Frame) => void) | undefined} onFrame
 * @returns {Tap}
 */
export const tapOf = (protocol, onFrame) => (direction, data) =>
  onFrame?.({ time: new Date(), protocol, direction, data });
