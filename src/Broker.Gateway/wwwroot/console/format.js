/** @type {[string, number][]} */
const PARTS = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** @param {Date} time As a clock shows it, with milliseconds: frames come in quick succession. */
export function timeOf(time) {
  const two = (number) => `${number}`.padStart(2, '0');
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two);
  return `${hours}:${minutes}:${seconds}.${`${time.getMilliseconds()}`.padStart(3, '0')}`;
}

/** @param {number} number Four digits at most: `12.3k`. */
export function countOf(number) {
  if (number < 10_000) return rounded(number, number < 10 ? 1 : 0);
  return number.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 });
}

/** @param {number} bytes */
export function bytesOf(bytes) {
  let unit = 0;
  while (bytes >= 1024 && unit < UNITS.length - 1) [bytes, unit] = [bytes / 1024, unit + 1];
  return `${rounded(bytes, bytes < 100 && unit > 0 ? 1 : 0)} ${UNITS[unit]}`;
}

/** @param {number} milliseconds */
export function millisecondsOf(milliseconds) {
  if (milliseconds >= 1000) return `${rounded(milliseconds / 1000, 1)} s`;
  return `${rounded(milliseconds, milliseconds < 10 ? 2 : 0)} ms`;
}

/** @param {number} seconds The two largest parts of it: `2 d 4 h`. */
export function durationOf(seconds) {
  const first = PARTS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return '0 s';
  return PARTS.slice(first, first + 2)
    .map(([name, size], index) => [name, index === 0 ? seconds / size : (seconds % PARTS[first][1]) / size])
    .map(([name, count]) => `${Math.floor(count)} ${name}`)
    .join(' ');
}

/** @param {number} number @param {number} digits At most, after the point. */
const rounded = (number, digits) => number.toLocaleString('en', { maximumFractionDigits: digits });
