#!/usr/bin/env bash
# Broadcast with curl alone: subscribe, publish, read the receipt, resume an event stream.
# Usage: demo/broadcast.sh [http://localhost:8080]
set -euo pipefail

base=${1:-http://localhost:8080}
received=$(mktemp)
subscriber=
trap 'kill $subscriber 2>/dev/null || true; rm -f "$received"' EXIT

publish() { curl --silent --show-error --fail "$@" "$base/publish"; }

# Starts a curl that stays connected; what it receives goes to the file.
subscribe() {
  curl --silent --no-buffer "$@" "$base/subscribe" >"$received" &
  subscriber=$!
}

# Publishes the text until the subscriber has it: the first one may come before it is in.
publish_until_received() {
  until publish --data "$1" && grep --quiet --text "$1" "$received"; do sleep 0.1; done
}

echo "1. A WebSocket subscriber, by hand: curl shows the upgrade, then the bare frames."
subscribe --include \
  --header "Connection: Upgrade" --header "Upgrade: websocket" \
  --header "Host: example.com:80" --header "Origin: http://example.com:80" \
  --header "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==" --header "Sec-WebSocket-Version: 13"
publish_until_received "Ready"
head --lines 1 "$received"

echo "2. A publish is answered 204; the subscriber gets one text frame: 81, the length, the body."
publish --data "Hello" --write-out 'HTTP status %{http_code}\n'
until grep --quiet --text "Hello" "$received"; do sleep 0.1; done
tail --bytes 7 "$received" | od --address-radix=n --format=x1z

echo "3. Asked for, the receipt says who got it."
publish --header "Prefer: return=representation" --data "Seen?"
echo

echo "4. A repeat with the same Idempotency-Key is answered the same and delivered once."
for _ in first again; do
  publish --header "Prefer: return=representation" --header "Idempotency-Key: demo-$$" --data "Once"
  echo
done
kill "$subscriber"

echo "5. An event stream; and one that resumes after the last event of the first."
subscribe --header "Accept: text/event-stream"
publish_until_received "Last seen"
kill "$subscriber"
tail --lines 3 "$received"
last=$(grep "^id:" "$received" | tail --lines 1)
publish --data "Missed"
subscribe --header "Accept: text/event-stream" --header "Last-Event-ID: ${last#id: }"
until grep --quiet "Missed" "$received"; do sleep 0.1; done
cat "$received"
