#!/usr/bin/env bash
# The hub with two nc clients: identity, list, echo, a relay with and without a length, an error.
# Usage: demo/hub.sh [localhost:1234]
set -euo pipefail

address=${1:-localhost:1234}
command -v nc >/dev/null || { echo "nc is missing: apt-get install netcat-openbsd" >&2; exit 127; }

pipes=$(mktemp --directory)
trap 'exec 3>&- 4>&-; kill $(jobs -p) 2>/dev/null || true; rm -rf "$pipes"' EXIT

# Opens a client whose input is descriptor $2 and whose output is descriptor $3.
connect() {
  local name=$1 input=$2 output=$3
  mkfifo "$pipes/$name.in" "$pipes/$name.out"
  nc "${address%:*}" "${address##*:}" <"$pipes/$name.in" >"$pipes/$name.out" &
  eval "exec $input>'$pipes/$name.in' $output<'$pipes/$name.out'"
}

# Prints the next line that a client receives; $line keeps it.
hear() {
  local name=$1 output=$2
  read -r -t 20 line <&"$output"
  echo "$name < $line"
}

say() {
  local name=$1 input=$2 text
  shift 2
  for text in "$@"; do
    echo "$name > $text"
    echo "$text" >&"$input"
  done
}

echo "1. Two clients connect, and each asks for its id."
connect Alice 3 5
say "Alice" 3 identity
hear "Alice" 5
connect Bob 4 6
say "Bob  " 4 identity
hear "Bob  " 6
bob=${line##* }

echo "2. Who else is there?"
say "Alice" 3 list
hear "Alice" 5

echo "3. An echo; its text ends when Alice has been silent for a moment."
say "Alice" 3 echo "Is anybody there?"
hear "Alice" 5

echo "4. A relay to Bob, typed line by line, and one to an id that nobody has: it is skipped."
say "Alice" 3 relay "$bob, 999999" "Hi Bob!"
hear "Bob  " 6

echo "5. With a length there is nothing to wait for, and the next command may follow at once."
say "Alice" 3 "relay 13" "$bob" "Hi once more" identity
hear "Bob  " 6
hear "Alice" 5

echo "6. An error says what is wrong, and the connection stays."
say "Bob  " 4 dance
hear "Bob  " 6
