import { Broker } from '../../broker.js';
import { element, part } from '../dom.js';
import { countOf, durationOf } from '../format.js';
import { figures } from '../figures.js';
import { polling } from '../polling.js';
import { ratesOf } from '../rates.js';
import { sparkline } from '../sparkline.js';

const POINTS_MAX = 90;

/** @param {HTMLElement} root */
export function dashboardPage(root) {
  const broker = new Broker();
  const page = { root, tiles: figures.map(tile), last: null };
  part(root, 'tiles').append(...page.tiles.map((made) => made.element));
  return polling(
    root, (options) => broker.stats(options), (stats) => draw(page, stats), () => { page.last = null; });
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
