#!/usr/bin/env bash
# One auction: two accounts, an offer, bids that rise, a sale, and what a listener hears of it.
# Usage: demo/auction.sh [http://localhost:8080]
set -euo pipefail

base=${1:-http://localhost:8080}
modules=$(cd "$(dirname "$0")/.." && pwd)/artifacts/node/node_modules/.bin
PATH="$PATH:$modules"
command -v wscat >/dev/null || { echo "wscat is missing: npm install --global wscat" >&2; exit 127; }

pipes=$(mktemp --directory)
listener=
trap '[ -z "$listener" ] || kill "$listener"; rm -rf "$pipes"' EXIT
run=$$

# Takes a field's text out of an answer.
field() {
  sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"
}

# post <path> <json> [token]
post() {
  curl --silent --show-error --data "$2" --header "Authorization: Bearer ${3:-}" "$base$1"
}

account() {
  post /v1/signup "{\"username\":\"$1\",\"password\":\"secret of $1\"}" >/dev/null
  post /v1/login "{\"username\":\"$1\",\"password\":\"secret of $1\"}" | field token
}

# Prints the listener's next event, without wscat's prompt.
hear() {
  local line
  read -r -t 20 line <&4
  echo "listener < ${line#> }"
}

echo "1. Two accounts, and a token for each."
alice=$(account "alice-$run")
bob=$(account "bob-$run")
echo "${alice:0:60}…"

echo "2. Alice listens."
# It ends with its input, which therefore stays open.
mkfifo "$pipes/in" "$pipes/out"
exec 3<>"$pipes/in"
wscat --no-color --connect "${base/http/ws}/v1/stream" --wait -1 \
  --execute "{\"event\":\"authenticate\",\"token\":\"$alice\"}" <"$pipes/in" >"$pipes/out" &
listener=$!
exec 4<"$pipes/out"
hear

echo "3. Alice offers a lamp."
offer=$(post /v1/offer '{"bid_price":10.5,"title":"a lamp","lifetime":3600}' "$alice")
echo "$offer"
offer_id=$(sed 's/^{"id":"\([^"]*\)".*/\1/' <<<"$offer")
hear

echo "4. Bob bids: too low, then enough."
post /v1/bid "{\"bid_price\":10.5,\"offer_id\":\"$offer_id\"}" "$bob"
echo
bid=$(post /v1/bid "{\"bid_price\":11.25,\"offer_id\":\"$offer_id\"}" "$bob")
echo "$bid"
hear

echo "5. Alice accepts, and the lamp is sold."
bid_id=$(sed 's/^{"id":"\([^"]*\)".*/\1/' <<<"$bid")
curl --silent --show-error --request PUT --header "Authorization: Bearer $alice" "$base/v1/bid/$bid_id"
echo
hear

echo "6. The dearest offer of all."
curl --silent --show-error --header "Authorization: Bearer $bob" "$base/v1/offers?size=1&sortKey=-bidprice"
echo
