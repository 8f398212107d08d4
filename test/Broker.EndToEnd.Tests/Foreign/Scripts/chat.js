// A whole Chat session, and a Broadcast subscriber beside it, with the `ws` module: node chat.js <port>
// Prints every message that arrives.
const WebSocket = require('ws');

const host = `localhost:${process.argv[2]}`;

/** JSON without escapes and without the time; other text as it is. */
const readable = (text) => text.startsWith('{')
  ? JSON.stringify(JSON.parse(text, (key, value) => key === 'sent_at' ? '-' : value))
  : text;

/** A client that hands out its messages one by one. */
function open(name, target) {
  const socket = new WebSocket(`ws://${host}${target}`);
  const waiting = [];
  const arrived = [];
  socket.on('message', (data, isBinary) => {
    const line = `${name} ${isBinary ? `binary ${data.toString('hex')}` : readable(data.toString())}`;
    waiting.length > 0 ? waiting.shift()(line) : arrived.push(line);
  });
  const next = () => new Promise((resolve) =>
    arrived.length > 0 ? resolve(arrived.shift()) : waiting.push(resolve));
  const print = async () => console.log(await next());
  const ask = (action, params) => {
    socket.send(JSON.stringify({ action, params }));
    return print();
  };
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket, print, ask }));
    socket.on('error', reject);
  });
}

async function main() {
  const alice = await open('alice', '/api/connect?client_name=Alice');
  await alice.print();
  const bob = await open('bob', '/api/connect?client_name=Bob');
  await bob.print();
  const listener = await open('listener', '/subscribe?channel=node');

  await alice.ask('subscribe', { channel_name: 'node' });
  await bob.ask('subscribe', { channel_name: 'node' });
  await alice.ask('publish', { channel_name: 'node', content: 'hi 🎉' });
  for (const client of [alice, bob, listener]) await client.print();

  await fetch(`http://${host}/publish?channel=node`, { method: 'POST', body: Buffer.from([0x61, 0xff]) });
  for (const client of [alice, bob, listener]) await client.print();

  await bob.ask('unsubscribe', { channel_name: 'node' });
  await bob.ask('publish', { channel_name: 'node', content: 'no longer' });

  listener.socket.on('pong', (payload) => {
    console.log(`listener pong ${payload}`);
    for (const client of [alice, bob, listener]) client.socket.close(1000);
  });
  listener.socket.on('close', (code) => console.log(`listener closed ${code}`));
  listener.socket.ping('are you there?');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
