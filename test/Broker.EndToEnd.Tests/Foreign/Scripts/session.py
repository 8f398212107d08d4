"""A Chat session and a Broadcast subscriber with Debian's websockets: session.py <port>

Prints every message that arrives: JSON with its keys sorted and the time blanked out.
"""
import asyncio
import json
import sys

import websockets

HOST = f"ws://localhost:{sys.argv[1]}"


def show(who, message):
    if message.startswith("{"):
        fields = json.loads(message) | ({"sent_at": "-"} if "sent_at" in message else {})
        message = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    print(who, message, flush=True)


async def ask(who, socket, **request):
    await socket.send(json.dumps(request))
    show(who, await socket.recv())


async def main():
    alice = await websockets.connect(f"{HOST}/api/connect?client_name=Alice")
    show("alice", await alice.recv())
    listener = await websockets.connect(f"{HOST}/subscribe?channel=python")

    await ask("alice", alice, action="subscribe", params={"channel_name": "python"})
    greeting = {"channel_name": "python", "content": "hi \U0001f389"}
    await ask("alice", alice, action="publish", params=greeting, id=7)
    show("alice", await alice.recv())
    show("listener", await listener.recv())
    await ask("alice", alice, action="list", params={"scope": "mine"})
    await ask("alice", alice, action="dance")

    await (await alice.ping())
    await alice.send(iter(['{"action":', '"unsubscribe","params":', '{"channel_name":"python"}}']))
    show("alice", await alice.recv())

    taken = await websockets.connect(f"{HOST}/api/connect?client_name=Alice")
    show("taken", await taken.recv())
    try:
        await taken.recv()
    except websockets.ConnectionClosed:
        print("taken closed", flush=True)

    for socket in (alice, listener):
        await socket.close()
    print("closed", alice.close_code, listener.close_code, flush=True)


asyncio.run(main())
