import { Broker } from '../../broker.js';
import { element, part } from '../dom.js';
import { bytesOf, countOf } from '../format.js';
import { polling } from '../polling.js';

/** @param {HTMLElement} root */
export function clusterPage(root) {
  const broker = new Broker();
  root.append(element('p', { className: 'lead', data: { about: '' } }), table());
  return polling(root, (options) => broker.cluster(options), (cluster) => draw(root, cluster));
}

function table() {
  const columns = ['Address', 'Status', 'Lease', 'Shards', 'Homes', 'On its way'];
  const head = columns.map((textContent) => element('th', { scope: 'col', textContent }));
  return element('section', { className: 'card', ariaLabel: 'Nodes' },
    element('h2', { textContent: 'Nodes' }),
    element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: 'Nodes' },
      element('table', {},
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', { data: { nodes: '' } }))));
}

function draw(root, { self, database_away: isDatabaseAway, members }) {
  part(root, 'about').textContent = aboutOf(self, isDatabaseAway, members);
  part(root, 'nodes').replaceChildren(...members.map((member) => row(member, self)));
}

function aboutOf(self, isDatabaseAway, members) {
  if (self === null) return 'One process, which is no node: set BROKER_POSTGRES to run several.';
  const away = isDatabaseAway ? ' PostgreSQL does not answer: stored channels wait for it.' : '';
  const nodes = members.length === 1 ? 'node' : 'nodes';
  return `${countOf(members.length)} ${nodes}, as ${self} sees them.${away}`;
}

function row(member, self) {
  const name = member.address === self ? `${member.address} (this one)` : member.address;
  const cells = [
    member.reachable ? member.status : `${member.status}, not reachable`,
    leaseOf(member.lease_ms), sumOf(member.shards), sumOf(member.homes), onItsWay(member.windows),
  ];
  return element('tr', {}, element('th', { scope: 'row', textContent: name }),
    ...cells.map((textContent) => element('td', { textContent })));
}

/** @param {number | null} left */
const leaseOf = (left) => (left === null ? 'none' : left > 0 ? 'held' : 'over');

const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** @param {Record<string, number> | null} counts */
const sumOf = (counts) => (counts === null ? 'no answer' : countOf(total(counts)));

/** @param {Record<string, number> | null} windows Bytes, by the node that they go to. */
const onItsWay = (windows) => (windows === null ? 'no answer' : bytesOf(total(windows)));
