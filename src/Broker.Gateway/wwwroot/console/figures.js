import { bytesOf, countOf, millisecondsOf } from './format.js';

/**
 * One tile of the dashboard.
 * @typedef {{
 *   title: string,
 *   valueOf: (stats: any, rates: import('./rates.js').Rates | null) => number | null,
 *   say: (value: number) => string,
 *   detailOf: (stats: any, rates: import('./rates.js').Rates | null) => string,
 * }} Figure
 */

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

const kindsOf = (connections) => Object.entries(connections)
  .filter(([, count]) => count > 0)
  .map(([kind, count]) => `${kind} ${countOf(count)}`)
  .join(' · ');

/** @type {Figure[]} */
export const figures = [
  {
    title: 'Connections',
    valueOf: ({ connections }) => sum(connections),
    say: countOf,
    detailOf: ({ connections }) => kindsOf(connections) || 'none',
  },
  {
    title: 'Channels',
    valueOf: ({ channels }) => channels,
    say: countOf,
    detailOf: ({ top_channels: [first] }) => (first ? `most in ${first.name}` : 'none'),
  },
  {
    title: 'Published each second',
    valueOf: (_, rates) => rates && rates.published,
    say: countOf,
    detailOf: ({ publications_total: total }) => `${countOf(total)} since the start`,
  },
  {
    title: 'Delivered each second',
    valueOf: (_, rates) => rates && rates.delivered,
    say: countOf,
    detailOf: ({ deliveries_total: total }) => `${countOf(total)} since the start`,
  },
  {
    title: 'Publish to socket, p99',
    valueOf: ({ latency }) => latency.p99_ms,
    say: millisecondsOf,
    detailOf: ({ latency }) => `half within ${millisecondsOf(latency.p50_ms)}`,
  },
  {
    title: 'Waiting in outboxes',
    valueOf: ({ outbox }) => outbox.bytes_waiting,
    say: bytesOf,
    detailOf: ({ outbox }) =>
      `${countOf(outbox.slow_consumers_total)} too slow · ${countOf(outbox.dropped_total)} dropped`,
  },
  {
    title: 'Sent each second',
    valueOf: (_, rates) => rates && rates.bytesOut,
    say: bytesOf,
    detailOf: ({ bytes_out_total: total }) => `${bytesOf(total)} since the start`,
  },
  {
    title: 'Memory',
    valueOf: ({ memory_bytes: bytes }) => bytes,
    say: bytesOf,
    detailOf: ({ connections, memory_bytes: bytes }) =>
      (sum(connections) > 0 ? `${bytesOf(bytes / sum(connections))} for each connection` : ''),
  },
];
