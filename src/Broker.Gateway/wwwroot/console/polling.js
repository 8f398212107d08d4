import { element, onSubmit, part } from './dom.js';
import { statusBadge } from './status.js';

const PERIOD = 1_000;
const TOKEN_KEY = 'broker-admin-token';

/**
 * Asks for something that administrators may see, once a second while its page is looked at. The page has a
 * badge and a place that says what it is about; below that comes a form for the admin token.
 * @param {HTMLElement} root
 * @param {(options: { adminToken?: string, signal: AbortSignal }) => Promise<any>} ask
 * @param {(answer: any) => void} draw
 * @param {() => void} [lose] After an answer that did not come.
 */
export function polling(root, ask, draw, lose = () => {}) {
  const page = {
    ask, draw, lose, badge: statusBadge(part(root, 'status')), token: tokenForm(), timer: 0, running: null,
  };
  part(root, 'about').after(page.token);
  onSubmit(page.token, (values) => {
    sessionStorage.setItem(TOKEN_KEY, values.token);
    page.token.hidden = true;
    run(page);
  });
  return { show: () => run(page), hide: () => halt(page) };
}

const tokenForm = () => element('form', { className: 'card token', hidden: true, data: { form: 'token' } },
  element('label', {}, 'Admin token ', element('small', { textContent: 'kept until this tab is closed' }),
    element('input', { name: 'token', type: 'password', required: true, autocomplete: 'off' })),
  element('button', { className: 'primary', textContent: 'Show' }));

function run(page) {
  halt(page);
  const running = page.running = new AbortController();
  const beat = async () => {
    const began = performance.now();
    const goesOn = await refresh(page, running.signal);
    if (!goesOn || running.signal.aborted) return;
    page.timer = setTimeout(beat, Math.max(0, PERIOD - (performance.now() - began)));
  };
  beat();
}

function halt(page) {
  page.running?.abort();
  clearTimeout(page.timer);
}

/** @returns {Promise<boolean>} False where asking again makes no sense. */
async function refresh(page, signal) {
  try {
    const adminToken = sessionStorage.getItem(TOKEN_KEY) ?? undefined;
    page.draw(await page.ask({ adminToken, signal }));
    page.badge.set('open', 'live');
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    page.lose();
    return explain(page, error);
  }
}

/** @param {import('../broker.js').BrokerError} error */
function explain(page, error) {
  if (error.status === 401 || error.status === 403) {
    page.badge.set('failed', sessionStorage.getItem(TOKEN_KEY) ? 'not this token' : 'needs the admin token');
    page.token.hidden = false;
    return false;
  }
  if (error.status === 404) {
    page.badge.set('failed', 'this broker has no figures to show');
    return false;
  }
  page.badge.set('waiting', 'no answer, trying again');
  return true;
}
