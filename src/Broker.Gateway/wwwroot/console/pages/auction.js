import { Broker } from '../../broker.js';
import { address, commands, quoted, socketAddress } from '../command.js';
import { element, form, onSubmit, part, telling } from '../dom.js';
import { logs } from '../log.js';
import { isRefusal, statusBadge } from '../status.js';

const WORDS = { offerCreated: 'New offer', bidPlaced: 'Bid', offerSold: 'Sold' };

/** @param {HTMLElement} root */
export function auctionPage(root) {
  const { messages, frames } = logs('What happens in the auction shows up here.');
  part(root, 'logs').append(messages.element, frames.element);
  const names = ['account', 'offer', 'raw', 'list', 'bid'];
  const forms = Object.fromEntries(names.map((name) => [name, form(root, name)]));
  const terminal = commands(() => linesOf(forms));
  part(root, 'commands').append(terminal.element);
  root.addEventListener('input', terminal.update);

  const auction = new Broker(undefined, { onFrame: (frame) => frames.addFrame(frame) }).auction();
  const page = {
    forms, messages, auction, terminal, index: 0, badge: statusBadge(part(forms.account, 'status')),
  };
  account(page);
  listening(page);
  offering(page);
  listing(page);
  bidding(page);
  rawEvents(page);
  return {};
}

function account(page) {
  const { forms, auction } = page;
  const result = part(forms.account, 'result');
  const leave = forms.account.querySelector('[data-action="leave"]');
  onSubmit(forms.account, ({ username, password }) => telling(result, async () => {
    await auction.logIn(username, password);
    auction.open();
    enable(page, true);
    await show(page);
    return `Logged in as ${username}, for one hour.`;
  }));
  forms.account.querySelector('[data-action="signup"]').addEventListener('click', () => {
    if (!forms.account.reportValidity()) return;
    const { username, password } = Object.fromEntries(new FormData(forms.account));
    telling(result, async () => {
      await auction.signUp(username, password);
      return `${username} has an account now; log in.`;
    });
  });
  leave.addEventListener('click', () => auction.close());
  auction.addEventListener('status', ({ detail }) => {
    page.badge.show(detail);
    leave.disabled = detail.state === 'closed';
    if (detail.state === 'closed') enable(page, false);
    if (isRefusal(detail)) page.messages.addNote(detail.reason);
  });
}

function listening({ auction, messages }) {
  for (const [name, word] of Object.entries(WORDS)) {
    auction.addEventListener(name, ({ detail }) => messages.add(new Date(), 'in',
      element('span', { className: 'mark', textContent: word }),
      element('span', { textContent: `${detail.title ?? detail.username}: ${detail.bid_price}` })));
  }
  auction.addEventListener('answer', ({ detail: { error } }) => { if (error) messages.addNote(error); });
}

function offering(page) {
  const { forms: { offer }, auction } = page;
  onSubmit(offer, (fields) => telling(part(offer, 'result'), async () => {
    const made = await auction.createOffer(offerOf(fields));
    await show(page);
    return `Offer ${made.id}.`;
  }));
}

function listing(page) {
  const { list } = page.forms;
  onSubmit(list, () => {
    page.index = 0;
    return show(page);
  });
  for (const [name, step] of [['previous', -1], ['next', 1]]) {
    list.querySelector(`[data-action="${name}"]`).addEventListener('click', () => {
      page.index += step;
      show(page);
    });
  }
}

async function show(page) {
  const { list } = page.forms;
  const size = Number(list.elements.size.value) || 10;
  const offers = await page.auction.offers({ size, page: page.index, sortKey: sortKeyOf(list) });
  part(list, 'offers').replaceChildren(...offers.map((offer) => rowOf(page, offer)));
  list.querySelector('[data-action="previous"]').disabled = page.index === 0;
  list.querySelector('[data-action="next"]').disabled = offers.length < size;
}

function rowOf(page, offer) {
  const pick = element('button', { type: 'button', className: 'quiet', textContent: 'Bid' });
  pick.setAttribute('aria-label', `Bid for ${offer.title}`);
  pick.addEventListener('click', () => choose(page, offer));
  const texts = [offer.title, `${offer.bid_price}`, offer.created_by, offer.sold ? 'sold' : 'open'];
  return element('tr', {}, ...texts.map((textContent) => element('td', { textContent })),
    element('td', {}, pick));
}

async function choose(page, offer) {
  const { bid } = page.forms;
  bid.elements.offer_id.value = offer.id;
  bid.elements.bid_price.value = offer.bid_price + 1;
  page.terminal.update();
  await showBids(page);
}

function bidding(page) {
  const { forms: { bid }, auction } = page;
  onSubmit(bid, ({ offer_id: offerId, bid_price: price }) => telling(part(bid, 'result'), async () => {
    const placed = await auction.bid(offerId, Number(price));
    await Promise.all([showBids(page), show(page)]);
    return `Bid ${placed.id}.`;
  }));
}

async function showBids(page) {
  const { forms: { bid }, auction } = page;
  const bids = await auction.bids(bid.elements.offer_id.value);
  part(bid, 'bids').replaceChildren(...bids.map(({ id, username, bid_price: price, accepted }) => {
    const accept = element('button', { type: 'button', textContent: 'Accept', disabled: accepted });
    accept.setAttribute('aria-label', `Accept ${price} of ${username}`);
    accept.addEventListener('click', () => telling(part(bid, 'result'), async () => {
      await auction.accept(id);
      await Promise.all([showBids(page), show(page)]);
      return `Sold for ${price} to ${username}.`;
    }));
    return element('li', {}, `${username}: ${price}${accepted ? ', accepted' : ''} `, accept);
  }));
}

function rawEvents({ forms: { raw }, auction }) {
  onSubmit(raw, ({ event, fields }) => telling(part(raw, 'result'), async () => {
    auction.send(event, JSON.parse(fields || '{}'));
    return 'Sent; the answer is among the frames.';
  }));
}

/** @param {boolean} isOn */
function enable({ forms }, isOn) {
  for (const name of ['offer', 'raw', 'list', 'bid']) {
    const button = forms[name].querySelector('button.primary');
    button.disabled = !isOn;
    button.toggleAttribute('data-off', !isOn);
  }
}

const sortKeyOf = (list) => `${list.elements.descending.checked ? '-' : ''}${list.elements.sortKey.value}`;

const offerOf = ({ title, bid_price: price, lifetime, photo_url: photo }) => ({
  bid_price: Number(price), title, lifetime: Number(lifetime), ...(photo ? { photo_url: photo } : {}),
});

function linesOf({ account: { elements: who }, offer, bid, list }) {
  const body = (value) => `-d ${quoted(JSON.stringify(value))}`;
  const credentials = body({ username: who.username.value, password: '…' });
  const token = '-H "Authorization: Bearer $TOKEN"';
  const { offer_id: offerId, bid_price: price } = bid.elements;
  const query = { sortKey: sortKeyOf(list), size: list.elements.size.value };
  return [
    { title: 'An account', line: `curl ${credentials} ${address('/v1/signup')}` },
    {
      title: 'A token, one hour',
      line: `TOKEN=$(curl -s ${credentials} ${address('/v1/login')} | sed 's/.*:"//; s/".*//')`,
    },
    {
      title: 'An offer',
      line: `curl ${token} ${body(offerOf(Object.fromEntries(new FormData(offer))))} ${address('/v1/offer')}`,
    },
    { title: 'The offers', line: `curl ${token} '${address('/v1/offer', query)}'` },
    {
      title: 'A bid',
      line: `curl ${token} ${body({ bid_price: Number(price.value), offer_id: offerId.value || '…' })} `
        + address('/v1/bid'),
    },
    { title: 'Accept a bid', line: `curl -X PUT ${token} ${address('/v1/bid/')}$BID` },
    { title: 'What happens', line: `wscat -c '${socketAddress('/v1/stream')}'` },
  ];
}
