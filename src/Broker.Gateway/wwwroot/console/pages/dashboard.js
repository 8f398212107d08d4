import { Broker } from '../../broker.js';
import { element, form, onSubmit, part } from '../dom.js';
import { countOf, durationOf } from '../format.js';
import { figures } from '../figures.js';
import { ratesOf } from '../rates.js';
import { sparkline } from '../sparkline.js';
import { statusBadge } from '../status.js';

const PERIOD = 1_000;
const POINTS_MAX = 90;
const TOKEN_KEY = 'broker-admin-token';

/** @param {HTMLElement} root */
export function dashboardPage(root) {
  const page = {
    root,
    broker: new Broker(),
    badge: statusBadge(part(root, 'status')),
    tiles: figures.map(tile),
    last: null,
    timer: 0,
    running: null,
  };
  part(root, 'tiles').append(...page.tiles.map((made) => made.element));
  const ask = form(root, 'token');
  onSubmit(ask, ({ token }) => {
    sessionStorage.setItem(TOKEN_KEY, token);
    ask.hidden = true;
    run(page);
  });
  return { show: () => run(page), hide: () => halt(page) };
}

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
    draw(page, await page.broker.stats({ adminToken, signal }));
    page.badge.set('open', 'live');
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    page.last = null;
    return explain(page, error);
  }
}

/** @param {import('../../broker.js').BrokerError} error */
function explain(page, error) {
  if (error.status === 401 || error.status === 403) {
    page.badge.set('failed', sessionStorage.getItem(TOKEN_KEY) ? 'not this token' : 'needs the admin token');
    form(page.root, 'token').hidden = false;
    return false;
  }
  if (error.status === 404) {
    page.badge.set('failed', 'this broker has no figures to show');
    return false;
  }
  page.badge.set('waiting', 'no answer, trying again');
  return true;
}

function draw(page, stats) {
  const rates = ratesOf(page.last, stats);
  page.last = stats;
  part(page.root, 'about').textContent =
    `Version ${stats.version}, up for ${durationOf(stats.uptime_seconds)}. What it does, each second:`;
  for (const { update } of page.tiles) update(stats, rates);
  part(page.root, 'top').replaceChildren(...stats.top_channels.map((channel) => row(channel, rates)));
  const refused = Object.entries(stats.rejected_total).filter(([, count]) => count > 0);
  part(page.root, 'rejected').replaceChildren(...(refused.length > 0 ? refused.map(fact) : nothing()));
}

/** @param {import('../figures.js').Figure} figure */
function tile({ title, valueOf, say, detailOf }) {
  const spark = sparkline(POINTS_MAX);
  const number = element('p', { className: 'figure', textContent: '–' });
  const detail = element('p', { className: 'detail' });
  const made = element('section', { className: 'card tile', ariaLabel: title },
    element('h2', { textContent: title }), number, detail, spark.element);
  return {
    element: made,
    update(stats, rates) {
      const value = valueOf(stats, rates);
      detail.textContent = detailOf(stats, rates);
      // A rate needs two looks.
      if (value === null) return;
      number.textContent = say(value);
      spark.add(value, say);
    },
  };
}

function row({ name, subscribers }, rates) {
  const { published, delivered } = rates?.channels.get(name) ?? { published: 0, delivered: 0 };
  const cells = [countOf(subscribers), countOf(published), countOf(delivered)];
  return element('tr', {}, element('th', { scope: 'row', textContent: name }),
    ...cells.map((textContent) => element('td', { textContent })));
}

const nothing = () => [element('div', {}, element('dt', { textContent: 'nothing' }), element('dd'))];

/** @param {[string, number]} entry */
const fact = ([reason, count]) => element('div', {},
  element('dt', { textContent: reason }), element('dd', { textContent: countOf(count) }));
