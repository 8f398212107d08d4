#!/usr/bin/env bash
# One user with two sockets: tokens, a message, what was missed while away, and who is refused.
# Usage: demo/users.sh [http://localhost:8080]
set -euo pipefail

base=${1:-http://localhost:8080}
modules=$(cd "$(dirname "$0")/.." && pwd)/artifacts/node/node_modules/.bin
PATH="$PATH:$modules"
command -v wscat >/dev/null || { echo "wscat is missing: npm install --global wscat" >&2; exit 127; }

pipes=$(mktemp --directory)
trap 'exec 3>&- 4>&-; wait; rm -rf "$pipes"' EXIT

# Takes the token out of {"token":"…"}.
token_of() {
  local answer
  answer=$(cat)
  answer=${answer#*:\"}
  echo "${answer%\"*}"
}

message() {
  curl --silent --show-error --fail --data "{\"username\":\"test-user\",\"content\":\"$1\"}" "$base/message"
  echo
}

# Opens a socket whose input is descriptor $3 and whose output is descriptor $4.
connect() {
  local name=$1 query=$2 input=$3 output=$4
  mkfifo "$pipes/$name.in" "$pipes/$name.out"
  wscat --no-color --connect "${base/http/ws}/ws?$query" <"$pipes/$name.in" >"$pipes/$name.out" &
  eval "exec $input>'$pipes/$name.in' $output<'$pipes/$name.out'"
}

# Prints the next message a socket receives, without wscat's prompt.
hear() {
  local name=$1 output=$2 line
  read -r -t 20 line <&"$output"
  printf '%-6s < %s\n' "$name" "${line#> }"
}

echo "1. A message for a user who is not there is kept."
message "While you were away"

echo "2. An application token, good for 30 minutes, and for it a socket token, good for one."
token=$(curl --silent --show-error --fail --data '{"username":"test-user"}' "$base/token" | token_of)
socket_token=$(curl --silent --show-error --fail --request POST --header "Authorization: Bearer $token" \
  "$base/ws/token" | token_of)
echo "${socket_token:0:60}…"

echo "3. Two sockets that want what was missed: a page as bare text, a phone as events."
connect page "authorization=$socket_token&since=0" 3 5
connect phone "authorization=$socket_token&format=json&since=0" 4 6
hear page 5
hear phone 6

echo "4. What a page types it hears again; a message reaches both."
echo "still there?" >&3
hear page 5
message "Hi there"
hear page 5
hear phone 6

echo "5. All that is kept, for whoever has the user's token."
curl --silent --show-error --fail --header "Authorization: Bearer $token" \
  "$base/message?username=test-user&since=0"
echo

echo "6. Without a token of that user there is nothing to see."
curl --silent --show-error "$base/message?username=test-user"
echo
