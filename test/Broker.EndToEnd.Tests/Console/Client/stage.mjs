// What the specs of the client put in the place of a browser: time that only they turn, sockets and answers
// that they play themselves.

const CLIENT = new URL('../../../../src/Broker.Gateway/wwwroot/', import.meta.url);

/** @param {string} path Of a module of the client. */
export const client = (path) => import(new URL(path, CLIENT));

/** Lets everything run that has been promised. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export class Stage {
  time = 0;
  timers = [];
  sockets = [];
  requests = [];
  network = new EventTarget();

  get environment() {
    const stage = this;
    return {
      random: () => 0.5,
      now: () => this.time,
      network: this.network,
      after: (delay, act) => {
        const timer = { due: this.time + delay, act };
        this.timers.push(timer);
        return () => { this.timers = this.timers.filter((other) => other !== timer); };
      },
      fetch: (url, request = {}) => new Promise((resolve, reject) => {
        request.signal?.addEventListener('abort', () => reject(request.signal.reason));
        this.requests.push({ url: new URL(url), request, answer: resolve, fail: reject });
      }),
      WebSocket: class extends FakeSocket {
        constructor(url) {
          super(url);
          stage.sockets.push(this);
        }
      },
    };
  }

  /** Turns the clock; what comes due runs in its order. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const next = this.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = next.due;
      next.act();
      await settle();
    }
    this.time = end;
  }
}

class FakeSocket {
  OPEN = 1;
  CLOSING = 2;
  readyState = 0;
  bufferedAmount = 0;
  sent = [];

  constructor(url) {
    this.url = new URL(url);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 2;
  }

  async open() {
    this.readyState = 1;
    this.onopen();
    await settle();
  }

  async receive(frame) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    await settle();
  }

  async end(code, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
    await settle();
  }
}

/** The states that something has been in, as it tells of them. */
export function statesOf(target) {
  const states = [];
  target.addEventListener('status', ({ detail }) => states.push(detail.state));
  return states;
}

/** The details of all events of one name. */
export function seen(target, name) {
  const details = [];
  target.addEventListener(name, ({ detail }) => details.push(detail));
  return details;
}
