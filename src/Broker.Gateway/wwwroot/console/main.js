import { auctionPage } from './pages/auction.js';
import { broadcastPage } from './pages/broadcast.js';
import { chatPage } from './pages/chat.js';
import { clusterPage } from './pages/cluster.js';
import { dashboardPage } from './pages/dashboard.js';
import { usersPage } from './pages/users.js';

const PAGES = ['broadcast', 'chat', 'users', 'auction', 'dashboard', 'cluster'];

/** @type {Record<string, { show?: () => void, hide?: () => void }>} */
const started = {};

/** A page is started when it is first looked at, and then goes on behind the others. */
const START = {
  broadcast: broadcastPage, chat: chatPage, users: usersPage, auction: auctionPage, dashboard: dashboardPage,
  cluster: clusterPage,
};

let current = '';

function pageOfAddress() {
  const named = location.hash.slice(1).split('?')[0];
  if (PAGES.includes(named)) return named;
  return location.pathname === '/index' ? 'auction' : PAGES[0];
}

/** @param {boolean} isFirst */
function go(isFirst) {
  const name = pageOfAddress();
  if (name === current) return;
  started[current]?.hide?.();
  current = name;

  for (const page of PAGES) document.getElementById(page).hidden = page !== name;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const title = document.getElementById(`${name}-title`);
  document.title = `${title.firstChild.textContent.trim()} · Broker`;
  started[name] ??= START[name]?.(document.getElementById(name)) ?? {};
  started[name].show?.();
  // Who cannot see that the page has changed hears it; on arrival the browser says it.
  if (!isFirst) {
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }
}

// Links between pages keep the document, and with it the connections of the other pages.
document.querySelector('.bar').addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  go(false);
});
addEventListener('hashchange', () => go(false));
addEventListener('popstate', () => go(false));
go(true);
