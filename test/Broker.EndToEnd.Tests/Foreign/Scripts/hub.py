"""A session with the hub in text form over plain sockets. Usage: hub.py PORT"""
import os
import socket
import sys

address = ("127.0.0.1", int(sys.argv[1]))


def connect():
    client = socket.create_connection(address, timeout=30)
    return client, client.makefile("rb")


def show(name, line):
    print(f"{name} < {line.decode('ascii').removesuffix(chr(10))}", flush=True)


one, one_in = connect()
two, two_in = connect()
one.sendall(b"identity\r\n")
show("one", one_in.readline())
two.sendall(b"identity\n")
show("two", two_in.readline())

one.sendall(b"list\necho 7\nechoed\n")
show("one", one_in.readline())
show("one", one_in.readline())

body = os.urandom(1_048_576)
one.sendall(b"relay %d\n 2 \n" % len(body))
for at in range(0, len(body), 70_001):
    one.sendall(body[at:at + 70_001])
assert two_in.read(len(body)) == body
print(f"two < {len(body)} bytes as sent")

two.sendall(b"relay x\nidentity\n")
show("two", two_in.readline()[:14])
show("two", two_in.readline())

two.shutdown(socket.SHUT_WR)
assert two_in.read() == b""
line = b""
while line != b"[Server] Client IDs are \n":
    one.sendall(b"list\n")
    line = one_in.readline()
show("one", line)
