"""A user's messages with Debian's websockets: users.py <port>

Two sockets of one name, one of them with structured events; prints what they receive, the time blanked out.
"""
import asyncio
import json
import sys
import urllib.request

import websockets

HOST = f"localhost:{sys.argv[1]}"


def post(path, body=None, **headers):
    data = json.dumps(body).encode() if body is not None else b""
    request = urllib.request.Request(f"http://{HOST}{path}", data, headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def send(content):
    print("sent", post("/message", {"username": "pytha", "content": content})["status"], flush=True)


async def show(name, socket):
    message = await socket.recv()
    if message.startswith("{"):
        message = json.dumps(json.loads(message) | {"sent_at": "-"}, ensure_ascii=False)
    print(name, message, flush=True)


async def main():
    send("before")
    token = post("/token", {"username": "pytha"})["token"]
    socket_token = post("/ws/token", Authorization=f"Bearer {token}")["token"]
    url = f"ws://{HOST}/ws?authorization={socket_token}"
    bare = await websockets.connect(url)
    events = await websockets.connect(f"{url}&since=0&format=json")
    await show("events", events)
    send("hi \U0001f389")
    await show("bare", bare)
    await show("events", events)

    await bare.send("echo \U0001f389")
    await bare.send(b"ignored")
    await bare.send("again")
    await show("bare", bare)
    await show("bare", bare)
    await (await bare.ping())
    for socket in (bare, events):
        await socket.close()
    print("closed", bare.close_code, events.close_code, flush=True)

    try:
        await websockets.connect(url + "x")
    except Exception as error:
        print("refused", "403" in str(error), flush=True)


asyncio.run(main())
