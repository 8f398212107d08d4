import { BrokerError } from './errors.js';

/**
 * How a connection ended, and whether it makes sense to open it again.
 * @typedef {{
 *   reason: string, comeBack: boolean, code?: number, status?: number, retryAfter?: number,
 * }} Ending `retryAfter` in milliseconds.
 */

// docs/protocol.md §2.4. After these the same connection would end in the same way; after all others (the
// server drains, was too slow for us, failed, lost us) a new one is welcome.
const FINAL_CLOSES = new Map([
  [1000, 'the server closed the connection'],
  [1002, 'the server says that this client broke the protocol'],
  [1003, 'the server does not take this kind of data'],
  [1007, 'the server says that this client sent text that is not UTF-8'],
  [1008, 'the server does not allow this'],
  [1009, 'a message was larger than the server takes'],
  [4000, 'the client name is taken'],
  [4001, 'the client name is not valid'],
  [4010, 'the token has expired'],
  [4011, 'the token is not valid'],
]);

const PASSING_CLOSES = new Map([
  [1001, 'the server is going away'],
  [1006, 'the connection was lost'],
  [1011, 'the server failed'],
  [1013, 'this client was too slow'],
  [4002, 'the server heard nothing from this client'],
  [4003, 'a channel of this connection failed'],
  [4005, 'the node was cut off from the others'],
]);

// Who was cut off for being too slow is not helped by hurrying.
const SLOW_DOWN = 1_000;

// A server that drains spreads who comes back, in the words of its close frame.
const RETRY_AFTER = /;?\s*retry-after=(\d{1,6})\b/;

const RETRYABLE = new Set([408, 425, 429]);

/**
 * @param {number} code Of the close frame; 1006 where there was none.
 * @param {string} [said] The close frame's reason.
 * @returns {Ending}
 */
export function endingOfClose(code, said = '') {
  const comeBack = !FINAL_CLOSES.has(code);
  const words = said.replace(RETRY_AFTER, '');
  const reason = words || FINAL_CLOSES.get(code) || PASSING_CLOSES.get(code) || `closed with ${code}`;
  const seconds = RETRY_AFTER.exec(said)?.[1];
  const retryAfter = seconds ? Number(seconds) * 1000 : code === 1013 ? SLOW_DOWN : undefined;
  return { reason, code, comeBack, retryAfter };
}

/** @param {number} status */
export const isPassing = (status) => status >= 500 || RETRYABLE.has(status);

/**
 * `Retry-After` in milliseconds; undefined where there is none or it makes no sense.
 * @param {string | null} header Seconds, or a date.
 * @param {number} [now]
 */
export function retryAfterOf(header, now = Date.now()) {
  if (!header) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/**
 * What an HTTP answer that is no success says, in the broker's own words where it has some.
 * @param {Response} response
 */
export async function errorOf(response) {
  const text = await response.text().catch(() => '');
  return new BrokerError(messageIn(text) ?? `HTTP ${response.status}`, {
    status: response.status,
    retryAfter: retryAfterOf(response.headers.get('Retry-After')),
    comeBack: isPassing(response.status),
  });
}

/**
 * @param {unknown} error Whatever an attempt threw: a network failure, unless it is one of ours.
 * @returns {Ending}
 */
export function endingOfError(error) {
  if (!(error instanceof BrokerError)) {
    return { reason: error instanceof Error ? error.message : `${error}`, comeBack: true };
  }
  const { message: reason, code, status, comeBack, retryAfter } = error;
  return { reason, code, status, comeBack, retryAfter };
}

/** @param {string} text Of an error: JSON with a message, or a short line. */
function messageIn(text) {
  try {
    const { message, error } = JSON.parse(text);
    return message ?? error;
  } catch {
    return text.length > 0 && text.length <= 200 ? text.trim() : undefined;
  }
}
