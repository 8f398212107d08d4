import { endingOfClose, endingOfError } from './endings.js';
import { BrokerError } from './errors.js';

// The server ends a closing handshake within seconds; whoever closes does not wait for a dead network.
const CLOSE_TIMEOUT = 2_000;

// Past this the network takes less than the caller gives; more would only lie in the browser's memory.
const BUFFERED_BYTES_MAX = 1024 * 1024;

const NORMAL = 1000;

/**
 * Opens a WebSocket and stays with it until it has ended.
 * @param {string} url
 * @param {{
 *   environment: import('./environment.js').Environment,
 *   signal: AbortSignal,
 *   onOpen: (send: (text: string) => void) => void,
 *   onMessage: (data: string | Uint8Array) => void,
 *   tap: import('./tap.js').Tap,
 * }} options
 * @returns {Promise<import('./endings.js').Ending>}
 */
export function runSocket(url, { environment, signal, onOpen, onMessage, tap }) {
  return new Promise((resolve) => {
    const socket = new environment.WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let stopTimer = () => {};

    /** @param {number} code @param {string} reason */
    function end(code, reason) {
      stopTimer();
      signal.removeEventListener('abort', close);
      socket.onopen = socket.onmessage = socket.onclose = null;
      if (socket.readyState < socket.CLOSING) socket.close();
      tap('note', `closed ${code}${reason ? ` ${reason}` : ''}`);
      // A cut on our side says nothing about the server: its code is not an answer.
      resolve(signal.aborted ? endingOfError(signal.reason) : endingOfClose(code, reason));
    }

    function close() {
      stopTimer = environment.after(CLOSE_TIMEOUT, () => end(NORMAL, ''));
      socket.onmessage = null;
      socket.close(NORMAL);
    }

    socket.onopen = () => {
      tap('note', `open ${withoutTokens(url)}`);
      onOpen((text) => {
        if (socket.bufferedAmount > BUFFERED_BYTES_MAX) {
          throw new BrokerError('the network is slower than what is sent', { comeBack: true });
        }
        tap('out', text);
        socket.send(text);
      });
    };
    socket.onmessage = ({ data }) => {
      const message = typeof data === 'string' ? data : new Uint8Array(data);
      tap('in', message);
      onMessage(message);
    };
    socket.onclose = ({ code, reason }) => end(code, reason);
    if (signal.aborted) close();
    else signal.addEventListener('abort', close);
  });
}

// What is shown is also copied, photographed and sent to others.
/** @param {string} url */
const withoutTokens = (url) => url.replace(/([?&]authorization=)[^&]*/, '$1…');
