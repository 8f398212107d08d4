import { Broker } from '../../broker.js';
import { address, authorization, commands, quoted, socketAddress } from '../command.js';
import { element, form, onSubmit, part, telling } from '../dom.js';
import { logs } from '../log.js';
import { isRefusal, statusBadge } from '../status.js';

const QUERY = 'format=json&since=0&authorization=…';

/** @param {HTMLElement} root */
export function usersPage(root) {
  const { messages, frames } = logs('Messages for the user show up here.');
  part(root, 'logs').append(messages.element, frames.element);

  const forms = { connect: form(root, 'connect'), send: form(root, 'send') };
  const terminal = commands(() => linesOf(forms));
  part(root, 'commands').append(terminal.element);
  root.addEventListener('input', terminal.update);

  const page = {
    forms, messages, user: null, onFrame: (frame) => frames.addFrame(frame),
    badge: statusBadge(part(forms.connect, 'status')), steps: [...part(forms.connect, 'steps').children],
  };
  signingIn(page);
  sending(page);
  return {};
}

function signingIn(page) {
  const { connect } = page.forms;
  const leave = connect.querySelector('[data-action="leave"]');
  onSubmit(connect, ({ username, kept }) => {
    page.user?.close();
    const broker = new Broker(undefined, { token: tokenOf(page, username), onFrame: page.onFrame });
    const user = page.user = broker.user(kept ? { since: 0 } : {});
    user.addEventListener('message', ({ detail }) => showMessage(page.messages, detail));
    user.addEventListener('gap', () => page.messages.addNote('Something may be missing here.'));
    user.addEventListener('status', ({ detail }) => {
      if (user !== page.user) return;
      page.badge.show(detail);
      leave.disabled = detail.state === 'closed';
      if (detail.state === 'open') reach(page, 3);
      else if (detail.state !== 'connecting') reach(page, 0);
      if (isRefusal(detail)) page.messages.addNote(detail.reason);
    });
  });
  leave.addEventListener('click', () => page.user?.close());
}

/** The token callback of a client: asks once, and again when the token was refused. */
function tokenOf(page, username) {
  const broker = new Broker();
  let token = null;
  return async ({ refresh }) => {
    if (refresh || !token) token = await broker.signIn(username);
    reach(page, 1);
    return token;
  };
}

/** @param {number} count How many of the steps to a socket are done. */
function reach(page, count) {
  page.steps.forEach((step, index) => step.toggleAttribute('data-done', index < count));
}

function sending({ forms: { send } }) {
  const broker = new Broker(undefined, { apiKey: () => send.elements.apiKey.value });
  onSubmit(send, ({ username, content }) => telling(part(send, 'result'), async () => {
    await broker.send(username, content);
    return `Sent to ${username}.`;
  }));
}

function showMessage(messages, { offset, sent_at: sentAt, content }) {
  const mark = element('span', { className: 'mark', textContent: `#${offset}` });
  messages.add(new Date(sentAt), 'in', mark, element('span', { textContent: content }));
}

function linesOf({ connect, send }) {
  const post = (path, body, key = '') =>
    ['curl', ...authorization(key), '-d', quoted(JSON.stringify(body)), address(path)].join(' ');
  const username = connect.elements.username.value;
  const message = { username: send.elements.username.value, content: send.elements.content.value };
  const signIn = `curl -s -d ${quoted(JSON.stringify({ username }))} ${address('/token')}`;
  const token = `"$(${signIn} | sed 's/.*:"/Authorization: /; s/".*//')"`;
  return [
    { title: 'An application token, 30 minutes', line: post('/token', { username }) },
    { title: 'A socket token for it, 1 minute', line: `curl -X POST -H ${token} ${address('/ws/token')}` },
    { title: 'A socket with that token', line: `wscat -c '${socketAddress('/ws')}?${QUERY}'` },
    { title: 'Send', line: post('/message', message, send.elements.apiKey.value) },
  ];
}
