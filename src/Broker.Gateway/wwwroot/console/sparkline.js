const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 40;

/**
 * A small chart of a figure's last values, newest at the right, from zero to the highest of them.
 * @param {number} pointsMax
 */
export function sparkline(pointsMax) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'no figures yet');
  const [area, line] = ['area', 'line'].map((name) => {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', name);
    return svg.appendChild(path);
  });
  const values = [];

  /** @param {number} value @param {(value: number) => string} say */
  const add = (value, say) => {
    values.push(value);
    if (values.length > pointsMax) values.shift();
    const points = pointsOf(values, pointsMax);
    line.setAttribute('d', `M${points.join('L')}`);
    area.setAttribute('d', `M${points.join('L')}L${WIDTH},${HEIGHT}L${points[0].split(',')[0]},${HEIGHT}Z`);
    svg.setAttribute('aria-label', `now ${say(value)}, highest ${say(Math.max(...values))}`);
  };
  return { element: svg, add };
}

/**
 * @param {number[]} values
 * @param {number} pointsMax What the whole width has room for.
 * @returns {string[]}
 */
export function pointsOf(values, pointsMax) {
  const highest = Math.max(...values, Number.MIN_VALUE);
  const step = WIDTH / (pointsMax - 1);
  const start = WIDTH - step * (values.length - 1);
  // Half a pen's width below the top, so that the highest value is not cut.
  return values.map((value, index) =>
    `${(start + step * index).toFixed(2)},${(HEIGHT - (value / highest) * (HEIGHT - 2)).toFixed(2)}`);
}
