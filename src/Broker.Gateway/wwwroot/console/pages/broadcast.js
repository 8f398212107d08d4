import { Broker } from '../../broker.js';
import { address, authorization, commands, quoted, socketAddress } from '../command.js';
import { element, form, onSubmit, part, telling } from '../dom.js';
import { logs, shown } from '../log.js';
import { isRefusal, statusBadge } from '../status.js';

/** @param {HTMLElement} root */
export function broadcastPage(root) {
  const { messages, frames } = logs('What is published shows up here.');
  part(root, 'logs').append(messages.element, frames.element);

  const [subscribe, publish] = [form(root, 'subscribe'), form(root, 'publish')];
  const broker = new Broker(undefined, {
    apiKey: () => publish.elements.apiKey.value,
    onFrame: (frame) => frames.addFrame(frame),
  });
  const terminal = commands(() => linesOf(new FormData(subscribe), new FormData(publish)));
  part(root, 'commands').append(terminal.element);

  subscribing(broker, subscribe, messages);
  publishing(broker, publish, subscribe);
  root.addEventListener('input', () => {
    // Frames of a WebSocket have no position to begin after.
    subscribe.elements.since.disabled = subscribe.elements.transport.value === 'websocket';
    terminal.update();
  });
  return {};
}

/** @param {Broker} broker @param {HTMLFormElement} subscribe @param {import('../log.js').Log} messages */
function subscribing(broker, subscribe, messages) {
  const badge = statusBadge(part(subscribe, 'status'));
  const stop = subscribe.querySelector('[data-action="stop"]');
  let subscription = null;

  onSubmit(subscribe, ({ channel, transport, since }) => {
    subscription?.close();
    try {
      subscription = broker.subscribe(channel, { transport, since: since ? Number(since) : null });
    } catch (error) {
      return badge.set('failed', error.message);
    }
    subscription.addEventListener('message', ({ detail: { offset, data } }) =>
      messages.add(new Date(), 'in', mark(offset), element('span', { textContent: shown(data) })));
    subscription.addEventListener('gap', ({ detail }) => messages.addNote(gapText(detail)));
    subscription.addEventListener('status', ({ target, detail }) => {
      if (target !== subscription) return;
      badge.show(detail);
      stop.disabled = detail.state === 'closed';
      if (isRefusal(detail)) messages.addNote(detail.reason);
    });
  });
  stop.addEventListener('click', () => subscription?.close());
}

/** @param {Broker} broker @param {HTMLFormElement} publish @param {HTMLFormElement} subscribe */
function publishing(broker, publish, subscribe) {
  onSubmit(publish, ({ body, key, receipt }) => telling(part(publish, 'result'), async () => {
    const options = { receipt: receipt === 'on', idempotencyKey: key || undefined };
    const answer = await broker.publish(subscribe.elements.channel.value, body, options);
    if (!answer) return 'Published.';
    const place = answer.offset > 0 ? `as offset ${answer.offset}` : 'to nobody';
    return `Published ${place}: ${answer.receivers} ${answer.receivers === 1 ? 'receiver' : 'receivers'}.`;
  }));
}

/** @param {number | null} offset */
const mark = (offset) =>
  element('span', { className: 'mark', textContent: offset === null ? '' : `#${offset}` });

/** @param {{ offset: number | null }} gap */
const gapText = ({ offset }) => (offset === null
  ? 'Back again. Something may have been missed meanwhile.'
  : `Something may be missing here; the channel is at #${offset}.`);

/** @param {FormData} subscribe @param {FormData} publish */
function linesOf(subscribe, publish) {
  const channel = subscribe.get('channel') === 'broadcast' ? '' : subscribe.get('channel');
  const since = subscribe.get('since');
  const listen = subscribe.get('transport') === 'websocket'
    ? `wscat -c ${quoted(socketAddress('/subscribe', { channel }))}`
    : ['curl --no-buffer -H "Accept: text/event-stream"', ...(since ? [`-H "Last-Event-ID: ${since}"`] : []),
      quoted(address('/subscribe', { channel }))].join(' ');
  const send = ['curl', ...authorization(publish.get('apiKey')),
    ...(publish.get('receipt') ? ['-H "Prefer: return=representation"'] : []),
    ...(publish.get('key') ? ['-H', quoted(`Idempotency-Key: ${publish.get('key')}`)] : []),
    '--data-raw', quoted(publish.get('body')) || "''", quoted(address('/publish', { channel }))].join(' ');
  return [{ title: 'Subscribe', line: listen }, { title: 'Publish', line: send }];
}
