/** What the broker refused, or what went wrong on the way to it. */
export class BrokerError extends Error {
  /**
   * @param {string} message
   * @param {{ status?: number, code?: number, retryAfter?: number, comeBack?: boolean }} [facts]
   */
  constructor(message, { status, code, retryAfter, comeBack = false } = {}) {
    super(message);
    this.name = 'BrokerError';
    /** The status of an HTTP answer. */
    this.status = status;
    /** The close code of a WebSocket. */
    this.code = code;
    /** Milliseconds that the broker asked to wait before the next attempt. */
    this.retryAfter = retryAfter;
    /** True where the same request may succeed later. */
    this.comeBack = comeBack;
  }
}
