/**
 * What happened each second between two looks at the broker's totals.
 * @param {any | null} before
 * @param {any} now Both as `GET /admin/stats` answers.
 * @returns {Rates | null} Null where there is nothing to compare with: at first, and after a restart.
 *
 * @typedef {{
 *   published: number, delivered: number, bytesOut: number,
 *   channels: Map<string, { published: number, delivered: number }>,
 * }} Rates
 */
export function ratesOf(before, now) {
  if (!before || now.uptime_seconds < before.uptime_seconds) return null;
  const seconds = (Date.parse(now.time) - Date.parse(before.time)) / 1000;
  if (!(seconds > 0)) return null;

  const each = (from, to) => Math.max(0, (to - from) / seconds);
  // A node that joins, or did not answer, is not what the others do.
  const ofNodes = (total) => nodesOf(now)
    .map(([node, { [total]: count }]) => each(new Map(nodesOf(before)).get(node)?.[total] ?? count, count))
    .reduce((sum, rate) => sum + rate, 0);
  const earlier = new Map(before.top_channels.map((channel) => [channel.name, channel]));
  // A channel that was not in the list before has no rate yet, rather than all it ever did at once.
  const known = now.top_channels.filter(({ name }) => earlier.has(name));
  return {
    published: ofNodes('publications_total'),
    delivered: ofNodes('deliveries_total'),
    bytesOut: ofNodes('bytes_out_total'),
    channels: new Map(known.map((channel) => [channel.name, {
      published: each(earlier.get(channel.name).publications_total, channel.publications_total),
      delivered: each(earlier.get(channel.name).deliveries_total, channel.deliveries_total),
    }])),
  };
}

/** One process names no nodes. @param {any} stats @returns {[string, any][]} */
const nodesOf = (stats) => {
  const nodes = Object.entries(stats.nodes);
  return nodes.length > 0 ? nodes : [['', stats]];
};
