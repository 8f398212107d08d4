import { Broker } from '../../broker.js';
import { commands, quoted, socketAddress } from '../command.js';
import { element, form, onSubmit, part, tell, telling } from '../dom.js';
import { logs } from '../log.js';
import { isRefusal, statusBadge } from '../status.js';

/** @param {HTMLElement} root */
export function chatPage(root) {
  const { messages, frames } = logs('Join a channel and say something.');
  part(root, 'messages').append(messages.element);
  part(root, 'logs').append(frames.element);

  const broker = new Broker(undefined, { onFrame: (frame) => frames.addFrame(frame) });
  const forms = { connect: form(root, 'connect'), join: form(root, 'join'), talk: form(root, 'talk') };
  const page = { broker, forms, messages, chat: null, result: part(forms.join, 'result') };
  const terminal = commands(() => linesOf(forms));
  part(root, 'commands').append(terminal.element);
  root.addEventListener('input', terminal.update);

  page.badge = statusBadge(part(forms.connect, 'status'));
  page.redraw = () => {
    drawChannels(page);
    terminal.update();
  };
  connecting(page);
  joining(page);
  talking(page);
  return {};
}

function connecting(page) {
  const { connect } = page.forms;
  onSubmit(connect, ({ name }) => {
    page.chat?.close();
    const chat = page.chat = page.broker.chat(name);
    chat.addEventListener('message', ({ detail }) => showMessage(page.messages, detail));
    chat.addEventListener('gap', ({ detail: { channel, lost } }) => {
      page.messages.addNote(lost
        ? `No longer in ${channel}: ${lost}`
        : `Back in ${channel}. Something may have been missed.`);
      if (lost) page.redraw();
    });
    chat.addEventListener('status', ({ detail }) => {
      if (chat === page.chat) showStatus(page, detail);
    });
  });
  connect.querySelector('[data-action="disconnect"]').addEventListener('click', () => page.chat?.close());
}

function showStatus(page, status) {
  const { connect, join } = page.forms;
  const isOver = status.state === 'closed';
  page.badge.show(status);
  if (status.state === 'open') connect.elements.name.value = page.chat.name;
  if (isRefusal(status)) page.messages.addNote(status.reason);
  connect.querySelector('[data-action="disconnect"]').disabled = isOver;
  for (const button of join.querySelectorAll('.actions button')) setOff(button, isOver);
  if (isOver) page.chat = null;
  page.redraw();
}

function joining(page) {
  const { join } = page.forms;
  onSubmit(join, ({ channel }) => telling(page.result, async () => {
    const { channel_name: name, total_subscribers: total } = await page.chat.subscribe(channel);
    page.redraw();
    page.forms.talk.elements.channel.value = name;
    return `In ${name}, with ${total} ${total === 1 ? 'subscriber' : 'subscribers'}.`;
  }));
  const list = async () => {
    const channels = await page.chat.list();
    return channels.length > 0 ? `Channels: ${channels.join(', ')}` : 'There are no channels.';
  };
  join.querySelector('[data-action="list"]').addEventListener('click', () => telling(page.result, list));
}

function talking(page) {
  const { talk } = page.forms;
  onSubmit(talk, async ({ channel, content }) => {
    try {
      await page.chat.publish(channel, content);
      talk.elements.content.value = '';
    } catch (error) {
      tell(page.result, error.message, 'error');
    }
    talk.elements.content.focus();
  });
}

function drawChannels(page) {
  const channels = page.chat?.channels ?? [];
  const { join, talk } = page.forms;
  part(join, 'joined').replaceChildren(...channels.map((channel) => chip(page, channel)));

  const chosen = talk.elements.channel.value;
  const options = channels.map((channel) => element('option', { textContent: channel }));
  talk.elements.channel.replaceChildren(...options);
  if (channels.includes(chosen)) talk.elements.channel.value = chosen;
  for (const control of talk.elements) setOff(control, channels.length === 0);
}

function chip(page, channel) {
  const leave = element('button', { type: 'button', textContent: '×', ariaLabel: `Leave ${channel}` });
  leave.addEventListener('click', () => telling(page.result, async () => {
    await page.chat.unsubscribe(channel);
    page.redraw();
    page.forms.join.elements.channel.focus();
    return `Left ${channel}.`;
  }));
  return element('li', {}, channel, leave);
}

/** What is off stays off when a form has done its deed. */
function setOff(control, isOff) {
  control.disabled = isOff;
  control.toggleAttribute('data-off', isOff);
}

function showMessage(messages, { sender, channel_name: channel, sent_at: sentAt, content }) {
  messages.add(new Date(sentAt), 'in', element('span', {},
    element('span', { className: 'who', textContent: sender }),
    element('span', { className: 'mark', textContent: ` in ${channel}  ` }),
    content));
}

function linesOf({ connect, join, talk }) {
  const request = (action, params) => JSON.stringify({ action, params });
  const [name, channel] = [connect.elements.name.value, join.elements.channel.value];
  const content = talk.elements.content.value || 'Hi!';
  return [
    { title: 'Connect', line: `wscat -c ${quoted(socketAddress('/api/connect', { client_name: name }))}` },
    { title: 'Then join', line: request('subscribe', { channel_name: channel }) },
    { title: 'Talk', line: request('publish', { channel_name: channel, content }) },
    { title: 'Leave', line: request('unsubscribe', { channel_name: channel }) },
    { title: 'List all channels', line: request('list') },
  ];
}
