"""The auction's events with Debian's websockets: auction.py <port>

One listener, who signs up, creates an offer, bids and sells; prints the events, ids and times blanked out.
"""
import asyncio
import json
import re
import sys
import urllib.request

import websockets

HOST = f"localhost:{sys.argv[1]}"


def call(method, path, body=None, token=None):
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"http://{HOST}{path}", data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def blank(text):
    text = re.sub(r"[0-9a-f]{24}", "-", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[^\"\\]*", "-", text)


async def main():
    account = {"username": "pytha", "password": "secret"}
    call("POST", "/v1/signup", account)
    token = call("POST", "/v1/login", account)["token"]
    stream = await websockets.connect(f"ws://{HOST}/v1/stream")

    async def ask(event):
        await stream.send(json.dumps({"event": event, "token": token}))

    async def show():
        print(blank(await stream.recv()), flush=True)

    await ask("authenticate")
    await show()
    offer = call("POST", "/v1/offer", {"bid_price": 10.5, "title": "lamp \U0001f389"}, token)
    await show()
    bid = call("POST", "/v1/bid", {"bid_price": 11, "offer_id": offer["id"]}, token)
    await show()
    call("PUT", f"/v1/bid/{bid['id']}", None, token)
    await show()
    await ask("get_offer")
    await show()
    token = "wrong"
    await ask("get_offer")
    await show()
    await stream.wait_closed()
    print("closed", stream.close_code, flush=True)


asyncio.run(main())
