#!/usr/bin/env bash
# Three brokers over one PostgreSQL, all started here and gone afterwards: chat, publishing, users and the hub
# across nodes, and what the others see when one is killed.
# Usage: demo/cluster/run.sh [PATH OF Broker.Gateway.dll]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
PATH="$PATH:$root/artifacts/node/node_modules/.bin"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1) || true
[ -n "$bin" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 127; }
command -v wscat >/dev/null || { echo "wscat is missing: npm install --global wscat" >&2; exit 127; }
command -v nc >/dev/null || { echo "nc is missing: apt-get install netcat-openbsd" >&2; exit 127; }

broker=${1:-$root/artifacts/bin/Broker.Gateway/release/Broker.Gateway.dll}
[ $# -gt 0 ] || dotnet build "$root/src/Broker.Gateway" -c Release -v quiet --nologo

work=$(mktemp --directory /tmp/broker-cluster.XXXXXX)
declare -A node http hub
clients=()

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

finish() {
  local number
  kill "${clients[@]}" 2>/dev/null || true
  for number in "${!node[@]}"; do kill -KILL "${node[$number]}" 2>/dev/null || true; done
  as_owner "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1 || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

start_postgres() {
  chmod 755 "$work"
  [ "$(id -u)" -ne 0 ] || chown postgres "$work"
  as_owner "$bin/initdb" -D "$work/pg" -A trust -U postgres --no-sync >/dev/null
  as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" start \
    -o "-c listen_addresses='' -c unix_socket_directories='$work'" >/dev/null
}

# Any free ports will do; the start-up line says which they are.
start_node() {
  local number=$1 line
  mkdir "$work/$number"
  cd "$work/$number"
  APP_PORT=0 BROKER_POSTGRES="Host=$work;Username=postgres;Database=postgres" \
    dotnet "$broker" --port=0 --data="$work/$number/data" >"$work/$number/log" 2>&1 &
  node[$number]=$!
  cd "$root"
  until line=$(grep --only-matching "listens on .*;" "$work/$number/log"); do
    kill -0 "${node[$number]}" 2>/dev/null || { cat "$work/$number/log" >&2; exit 1; }
    sleep 0.1
  done
  http[$number]=$(sed 's/.*http:\/\/\([0-9.:]*\).*/\1/' <<<"$line")
  hub[$number]=$(sed 's/.*tcp:\/\/\([0-9.:]*\).*/\1/' <<<"$line")
  until curl --silent --fail --output /dev/null "http://${http[$number]}/readyz"; do sleep 0.1; done
  echo "node $number: http://${http[$number]}, hub ${hub[$number]}"
}

# attach <name> <input descriptor> <output descriptor> <command…>: a client whose ends stay open.
attach() {
  local name=$1 input=$2 output=$3
  shift 3
  mkfifo "$work/$name.in" "$work/$name.out"
  "$@" <"$work/$name.in" >"$work/$name.out" 2>/dev/null &
  clients+=($!)
  eval "exec $input>'$work/$name.in' $output<'$work/$name.out'"
}

chat() { attach "$1" "$3" "$4" wscat --no-color --connect "ws://${http[$2]}/api/connect?client_name=$1"; }
hub_client() { attach "$1" "$3" "$4" nc "${hub[$2]%:*}" "${hub[$2]##*:}"; }

# Takes the next line of a client, without wscat's prompt; $line keeps it.
take() {
  read -r -t 30 line <&"$1"
  line=${line#> }
}

hear() {
  take "$2"
  echo "$1 < $line"
}

subscribe='{"action":"subscribe","params":{"channel_name":"demo"}}'
message() { curl --silent --show-error --fail "$@"; echo; }

echo "1. One PostgreSQL, three nodes that know nothing of each other but it."
start_postgres
for number in 1 2 3; do start_node "$number"; done

echo "2. Alice at node 1 and Bob at node 2 subscribe; the count is over all nodes."
chat Alice 1 10 20
hear "Alice" 20
chat Bob 2 11 21
hear "Bob  " 21
echo "$subscribe" >&10
hear "Alice" 20
echo "$subscribe" >&11
hear "Bob  " 21

echo "3. What is published at node 3 reaches both, and so does what Alice says at node 1."
curl --silent --show-error --fail --data "Hi from node 3" "http://${http[3]}/publish?channel=demo"
hear "Alice" 20
hear "Bob  " 21
echo '{"action":"publish","params":{"channel_name":"demo","content":"Hi Bob!"}}' >&10
hear "Alice" 20
hear "Alice" 20
hear "Bob  " 21

echo "4. A name is one client's, whichever node it is at."
attach second 12 22 wscat --no-color --connect "ws://${http[3]}/api/connect?client_name=Alice"
hear "another Alice" 22

echo "5. A user's socket at node 2: what was sent at node 1 before, and at node 3 now; node 1 can tell all of it."
message --data '{"username":"eve","content":"While you were away"}' "http://${http[1]}/message"
token=$(curl --silent --fail --data '{"username":"eve"}' "http://${http[2]}/token" | sed 's/.*:"\([^"]*\)".*/\1/')
attach eve 13 23 wscat --no-color --connect "ws://${http[2]}/ws?authorization=$token&since=0"
hear "Eve  " 23
message --data '{"username":"eve","content":"Hi Eve"}' "http://${http[3]}/message"
hear "Eve  " 23
message --header "Authorization: Bearer $token" "http://${http[1]}/message?username=eve&since=0"

echo "6. The hub: Ann at node 1, Ben at node 2, Cid at node 3; each has an id of its own."
hub_client Ann 1 14 24
hub_client Ben 2 15 25
hub_client Cid 3 16 26
for one in "Ann 14 24" "Ben 15 25" "Cid 16 26"; do
  read -r name input output <<<"$one"
  echo identity >&"$input"
  hear "$name" "$output"
  declare "${name,,}=${line##* }"
done
echo list >&14
hear "Ann" 24
# shellcheck disable=SC2154 # Set by declare.
printf 'relay 9\n%s\nHi, all!\n' "$ben, $cid" >&14
hear "Ben" 25
hear "Cid" 26

echo "7. Node 2 is killed. Bob and Ben are gone from every count and list within ten seconds."
chat Dora 3 17 27
hear "Dora " 27
echo "$subscribe" >&17
hear "Dora " 27
{ kill -KILL "${node[2]}" && wait "${node[2]}"; } 2>/dev/null || true
killed=$SECONDS
until [[ $line == *'"total_subscribers":2'* ]]; do
  sleep 0.5
  echo "$subscribe" >&17
  take 27
done
echo "Dora  < $line, $((SECONDS - killed)) s after the kill"
line=", $ben,"
until [[ "${line/are /are , }, " != *", $ben,"* ]]; do
  echo list >&16
  take 26
  sleep 0.5
done
echo "Cid < $line, $((SECONDS - killed)) s after the kill"

echo "8. The others go on, and node 2 comes back."
echo '{"action":"publish","params":{"channel_name":"demo","content":"Still here"}}' >&10
hear "Alice" 20
hear "Alice" 20
hear "Dora " 27
rm -rf "$work/2"
start_node 2
