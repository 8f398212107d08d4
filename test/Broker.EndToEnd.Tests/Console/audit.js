// What an accessibility checker looks for first, on the page that is shown: names of controls, contrast,
// sizes to touch, nothing wider than the screen. Answers with what is wrong, as sentences.
() => {
  const TOUCH = 44;
  const wrong = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const named = (node) => `<${node.tagName.toLowerCase()} ${node.getAttribute('name') ?? node.getAttribute('class')}> `
    + `"${node.textContent.trim().slice(0, 30)}"`;

  for (const control of all('input, select, textarea')) {
    const label = [...control.labels].map(({ textContent }) => textContent.trim()).join('');
    if (!label && !control.ariaLabel) wrong.push(`${named(control)} has no label`);
  }
  for (const control of all('button, a')) {
    if (!control.textContent.trim() && !control.ariaLabel) wrong.push(`${named(control)} has no name`);
  }
  for (const log of all('[role=log], [role=img]')) if (!log.ariaLabel) wrong.push(`${named(log)} has no name`);
  for (const image of all('img')) if (!image.hasAttribute('alt')) wrong.push(`${named(image)} has no text`);
  if (all('h1').length !== 1) wrong.push(`there are ${all('h1').length} main headings`);
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  if (new Set(ids).size < ids.length) wrong.push('an id is there twice');

  for (const control of all('button, select, textarea, input, nav a, .brand')) {
    const target = ['radio', 'checkbox'].includes(control.type) ? control.labels[0] : control;
    const { width, height } = target.getBoundingClientRect();
    // Half a pixel is rounding.
    if (height < TOUCH - 0.5 || width < TOUCH - 0.5) wrong.push(`${named(control)} is ${width} × ${height}`);
  }
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) wrong.push(`the page is ${wider} pixels wider than the screen`);

  const rgb = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { channels: [red, green, blue], alpha };
  };
  const luminance = (channels) => channels
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const { channels, alpha } = rgb(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return channels;
    }
    return [255, 255, 255];
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  for (const node of all('body *')) {
    if (!hasText(node) && !('value' in node && node.value)) continue;
    if (node.closest(':disabled') || node.closest('option')) continue;
    const ratio = contrast(rgb(getComputedStyle(node).color).channels, behind(node));
    if (ratio < 4.5) wrong.push(`${named(node)} has a contrast of ${ratio.toFixed(2)}`);
  }
  for (const field of all('input:enabled, select:enabled, textarea:enabled')) {
    const ratio = contrast(rgb(getComputedStyle(field).borderColor).channels, behind(field.parentElement));
    if (ratio < 3 && !['radio', 'checkbox'].includes(field.type)) {
      wrong.push(`the edge of ${named(field)} has a contrast of ${ratio.toFixed(2)}`);
    }
  }
  return wrong;
}
