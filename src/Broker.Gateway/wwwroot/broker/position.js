/**
 * A place in a channel. Offsets count from 1 and are comparable only under one epoch.
 * @typedef {{ offset: number, epoch?: string | null }} Place
 */

/**
 * Where a subscriber is in its channel: what it asks for when it comes back, and which of the events that
 * then arrive it has not seen yet.
 */
export class Position {
  /** @type {number | null} */
  #offset = null;
  /** @type {string | null} */
  #epoch = null;
  /** @type {string | null} The stream's epoch, while it is another than that of our offset. */
  #other = null;

  /** @param {Place | number | null} [since] Exclusive; 0 is all that is kept, nothing is only what is new. */
  constructor(since = null) {
    if (since === null) return;
    const { offset, epoch = null } = typeof since === 'number' ? { offset: since } : since;
    if (!Number.isSafeInteger(offset) || offset < 0) throw new TypeError('since is no offset');
    this.#offset = offset;
    this.#epoch = epoch;
  }

  /**
   * What the next connection begins after. Null until something has been seen.
   * @returns {{ offset: number, epoch: string | null } | null}
   */
  get place() {
    return this.#offset === null ? null : { offset: this.#offset, epoch: this.#epoch };
  }

  /**
   * A stream says its epoch. Where that is another than ours, a gap event follows. It is not taken over
   * before: should the stream break in between, the next one must be asked with the old epoch again, or the
   * gap would go unnoticed.
   * @param {string} epoch
   */
  begin(epoch) {
    this.#other = null;
    if (this.#offset === null || this.#offset === 0 || this.#epoch === null) this.#epoch = epoch;
    else if (this.#epoch !== epoch) this.#other = epoch;
  }

  /**
   * Takes the place of an event. The offsets of a stored channel go on from one epoch to the next.
   * @param {number} offset
   * @param {string | null} [epoch] Its own where the event says it, else the stream's.
   * @returns {boolean} False when that event was seen before.
   */
  advance(offset, epoch = this.#other) {
    if (epoch !== null && epoch !== this.#epoch) this.#become(epoch, 0);
    if (this.#offset !== null && offset <= this.#offset) return false;
    this.#offset = offset;
    return true;
  }

  /**
   * The stream cannot prove that nothing is missing. What it has kept follows: all of it under another
   * epoch, else what comes after our offset.
   * @param {Place} last Of the channel.
   */
  gap({ offset, epoch = null }) {
    if (epoch !== this.#epoch) this.#become(epoch, 0);
    // Under our epoch, yet not as far as we thought to be: what comes next must not pass for seen.
    else if (this.#offset !== null) this.#offset = Math.min(this.#offset, offset);
  }

  /** @param {string | null} epoch @param {number} offset */
  #become(epoch, offset) {
    this.#epoch = epoch;
    this.#offset = offset;
    this.#other = null;
  }
}
