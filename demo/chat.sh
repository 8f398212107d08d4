#!/usr/bin/env bash
# Chat with two wscat clients and one curl: subscribe, publish, list, and a message from HTTP.
# Usage: demo/chat.sh [http://localhost:8080]
set -euo pipefail

base=${1:-http://localhost:8080}
modules=$(cd "$(dirname "$0")/.." && pwd)/artifacts/node/node_modules/.bin
PATH="$PATH:$modules"
command -v wscat >/dev/null || { echo "wscat is missing: npm install --global wscat" >&2; exit 127; }

pipes=$(mktemp --directory)
trap 'exec 3>&- 4>&-; wait; rm -rf "$pipes"' EXIT

# Opens a client whose input is descriptor $2 and whose output is descriptor $3.
connect() {
  local name=$1 input=$2 output=$3
  mkfifo "$pipes/$name.in" "$pipes/$name.out"
  wscat --no-color --connect "${base/http/ws}/api/connect?client_name=$name" \
    <"$pipes/$name.in" >"$pipes/$name.out" &
  eval "exec $input>'$pipes/$name.in' $output<'$pipes/$name.out'"
}

# Prints the next message a client receives, without wscat's prompt.
hear() {
  local name=$1 output=$2 line
  read -r -t 20 line <&"$output"
  echo "$name < ${line#> }"
}

say() {
  local name=$1 input=$2 request=$3
  echo "$name > $request"
  echo "$request" >&"$input"
}

echo "1. Two clients connect; the first message tells each its name."
connect Alice 3 5
hear "Alice" 5
connect Bob 4 6
hear "Bob  " 6

echo "2. Both subscribe to channel demo; the answer counts the subscribers."
say "Alice" 3 '{"action":"subscribe","params":{"channel_name":"demo"}}'
hear "Alice" 5
say "Bob  " 4 '{"id":1,"action":"subscribe","params":{"channel_name":"demo"}}'
hear "Bob  " 6

echo "3. What Alice publishes reaches everyone, Alice too after her ok."
say "Alice" 3 '{"action":"publish","params":{"channel_name":"demo","content":"Hi Bob!"}}'
hear "Alice" 5
hear "Alice" 5
hear "Bob  " 6

echo "4. A publish over HTTP goes to the same channel; its sender is http."
curl --silent --show-error --fail --data "Hi from curl" "$base/publish?channel=demo"
hear "Alice" 5
hear "Bob  " 6

echo "5. The channels that exist, and an error that says what is wrong."
say "Bob  " 4 '{"action":"list"}'
hear "Bob  " 6
say "Bob  " 4 '{"action":"publish","params":{"channel_name":"elsewhere","content":"?"}}'
hear "Bob  " 6
