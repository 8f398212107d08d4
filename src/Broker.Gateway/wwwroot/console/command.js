import { element } from './dom.js';

const COPIED_SHOWN = 1_500;

/**
 * The lines that do in a terminal what a page does here.
 * @param {() => { title: string, line: string }[]} lines Asked again by `update`.
 */
export function commands(lines) {
  const rows = lines().map(({ title }) => {
    const code = element('code');
    const copy = element('button', { type: 'button', textContent: 'Copy' });
    copy.setAttribute('aria-label', `Copy: ${title}`);
    copy.addEventListener('click', () => copyLine(code, copy));
    const said = element('p', { textContent: title });
    return { code, row: element('div', { className: 'command' }, said, code, copy) };
  });
  const said = element('span', { className: 'unseen', role: 'status' });
  const made = element('section', { className: 'card commands' },
    element('h2', { textContent: 'The same from a terminal' }), ...rows.map(({ row }) => row), said);

  const update = () => lines().forEach(({ line }, index) => { rows[index].code.textContent = line; });
  update();
  return { element: made, update };
}

/** @param {HTMLElement} code @param {HTMLButtonElement} button */
async function copyLine(code, button) {
  const copied = await navigator.clipboard?.writeText(code.textContent).then(() => true, () => false);
  // Without a secure context there is no clipboard: then the line is at least selected.
  if (!copied) getSelection().selectAllChildren(code);
  button.textContent = copied ? 'Copied' : 'Selected';
  button.closest('section').querySelector('[role="status"]').textContent = button.textContent;
  setTimeout(() => { button.textContent = 'Copy'; }, COPIED_SHOWN);
}

/** @param {string} text As one word of a POSIX shell. */
export const quoted = (text) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * The header for who publishes with a key. The key itself is not shown: the line takes it from the shell.
 * @param {string} key
 */
export const authorization = (key) => (key ? ['-H "Authorization: Bearer $BROKER_PUBLISH_KEY"'] : []);

/** @param {string} path @param {Record<string, string>} [query] */
export function address(path, query = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.href;
}

/** @param {string} path @param {Record<string, string>} [query] */
export const socketAddress = (path, query) => address(path, query).replace(/^http/, 'ws');
