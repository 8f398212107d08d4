// A user's messages with the `ws` module: node users.js <port>
// The token goes in the header; prints what the socket receives, and why one without a token is refused.
const WebSocket = require('ws');

const host = `localhost:${process.argv[2]}`;

const post = async (path, body, headers = {}) =>
  (await fetch(`http://${host}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();

async function main() {
  const { token } = await post('/token', { username: 'noda' });
  const socket = new WebSocket(`ws://${host}/ws`, { headers: { Authorization: `Bearer ${token}` } });
  socket.on('message', (data, isBinary) => {
    console.log(isBinary ? 'binary' : 'text', data.toString());
    if (data.toString() === 'echo') socket.close(1000);
  });
  socket.on('open', async () => {
    console.log('sent', JSON.stringify(await post('/message', { username: 'noda', content: 'hi there' })));
    socket.send(Buffer.from('ignored'));
    socket.send('echo');
  });
  socket.on('close', (code) => {
    console.log('closed', code);
    new WebSocket(`ws://${host}/ws`).on('error', (error) => console.log('refused', error.message));
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
