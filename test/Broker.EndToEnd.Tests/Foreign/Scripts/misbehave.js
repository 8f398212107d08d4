// Breaks the protocol on a socket that `ws` has opened, and prints the close code that `ws` then reports:
// node misbehave.js <port> <target>
const WebSocket = require('ws');

const [port, target] = process.argv.slice(2);
const mask = Buffer.from([1, 2, 3, 4]);
const masked = (payload) => Buffer.from(payload.map((value, index) => value ^ mask[index % 4]));
const frame = (first, payload) =>
  Buffer.concat([Buffer.from([first, 0x80 | payload.length]), mask, masked(payload)]);
const text = Buffer.from('hi');

const cases = {
  unmasked: Buffer.concat([Buffer.from([0x81, text.length]), text]),
  'oversized declared': Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4]),
  'reserved bit': frame(0xc1, text),
  'bad opcode': frame(0x83, text),
  'fragmented control': frame(0x09, text),
  'invalid UTF-8': frame(0x81, Buffer.from([0xff])),
  'endless fragments': Buffer.concat(
    [frame(0x01, text), ...Array.from({ length: 2000 }, () => frame(0x00, Buffer.from('x')))]),
};

function closeCode(bytes) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://localhost:${port}${target}`);
    socket.on('open', () => socket._socket.write(bytes));
    socket.on('close', resolve);
    socket.on('error', () => {});
  });
}

async function main() {
  for (const [name, bytes] of Object.entries(cases)) console.log(`${name}: ${await closeCode(bytes)}`);
}

main();
