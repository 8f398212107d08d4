"""A framed client of the hub, written from docs/protocol.md alone: it plays the example of that page, byte by
byte, and compares. Usage: hub_frames.py PORT PAGE"""
import re
import socket
import sys

address, page = ("127.0.0.1", int(sys.argv[1])), open(sys.argv[2], encoding="utf-8").read()


def example(side):
    lines = re.findall(rf"^{side}  ((?:[0-9A-F]{{2}} )+) ", page, re.MULTILINE)
    return [bytes.fromhex(line) for line in lines]


def read_frame(source):
    """The length is LEB128; the frame as it came, and its type."""
    head, length, shift = b"", 0, 0
    while not head or head[-1] & 0x80:
        head += source.read(1)
        length |= (head[-1] & 0x7F) << shift
        shift += 7
    rest = source.read(length)
    return head + rest, rest[0]


others = []
for number in range(1, 5):
    other = socket.create_connection(address, timeout=30)
    other.sendall(b"identity\n")
    assert other.makefile("rb").readline() == b"[Server] Your ID is %d\n" % number
    others.append(other)

client = socket.create_connection(address, timeout=30)
for piece in example("client"):
    client.sendall(piece)
client.shutdown(socket.SHUT_WR)
source = client.makefile("rb")
written = example("server")
came = dict(reversed(read_frame(source)) for _ in written)
for frame in written:
    kind = frame[1]
    print(f"{kind:02X}", "as written" if came.get(kind) == frame else f"came as {came.get(kind)!r}")
print("end" if source.read() == b"" else "more came")
