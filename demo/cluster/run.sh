#!/usr/bin/env bash
# Three brokers over one PostgreSQL, all started here and gone afterwards: what crosses nodes, and what the
# others do when one is killed or frozen. The exit code is 0 when each step showed what it should.
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
declare -A http hub
jobs=()

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
sql() { as_owner "$bin/psql" --host "$work" --username postgres --quiet --no-align --tuples-only "$@"; }

finish() {
  local status=$? number
  touch "$work/stop"
  for number in 1 2 3; do
    [ "$status" -eq 0 ] || tail --verbose --lines 20 "$work/$number/log" >&2 || true
    signal KILL "$number" 2>/dev/null || true
  done
  kill "${jobs[@]}" 2>/dev/null || true
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
  sql --command "CREATE ROLE broker LOGIN" --command "CREATE DATABASE broker OWNER broker"
}

# run_node <number> <http port> <hub port>: starts it again when it ends, as systemd would do it.
run_node() {
  local folder=$work/$1
  cd "$folder"
  until [ -e "$work/stop" ]; do
    APP_PORT=$2 BROKER_POSTGRES="Host=$work;Username=broker;Database=broker" \
      dotnet "$broker" --port="$3" --data="$folder/data" >>"$folder/log" 2>&1 &
    echo $! >"$folder/pid"
    wait $! || true
    sleep 1
  done
}

signal() { kill "-$1" "$(cat "$work/$2/pid")"; }

# A port at which no one answers.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# await <what> <command…>: asks until the answer is yes, a minute at most.
await() {
  local what=$1 begin=$SECONDS
  shift
  until "$@"; do
    [ $((SECONDS - begin)) -le 60 ] || { echo "This does not come: $what" >&2; exit 1; }
    sleep 0.2
  done
}

# A node keeps its ports when it starts again.
start_node() {
  local number=$1
  http[$number]=127.0.0.1:$(free_port) hub[$number]=127.0.0.1:$(free_port)
  mkdir "$work/$number"
  run_node "$number" "${http[$number]##*:}" "${hub[$number]##*:}" 2>/dev/null &
  jobs+=($!)
  await "node $number is ready" is_ready "$number"
  echo "node $number: http://${http[$number]}, hub ${hub[$number]}"
}

is_ready() { curl --silent --fail --max-time 2 --output /dev/null "http://${http[$1]}/readyz"; }

# Nodes that are members and hold their lease, as the table in PostgreSQL has them.
members() {
  sql --dbname broker --command "SELECT count(*) FROM broker.node WHERE state = 'up' AND expires > now()"
}

are_three() { [ "$(members)" -eq 3 ]; }

await_three() {
  await "three members" are_three
  await "node $1 is ready" is_ready "$1"
  echo "node $1 is back; PostgreSQL's table has $(members) members"
}

# attach <name> <input descriptor> <output descriptor> <command…>: a client whose ends stay open.
attach() {
  local name=$1 input=$2 output=$3
  shift 3
  mkfifo "$work/$name.in" "$work/$name.out"
  "$@" <"$work/$name.in" >"$work/$name.out" 2>/dev/null &
  jobs+=($!)
  eval "exec $input<>'$work/$name.in' $output<>'$work/$name.out'"
}

socket() { attach "$1" "$3" "$4" wscat --no-color --connect "ws://${http[$2]}$5"; }

# shows <text> <what came>: ends the demo where it is something else.
shows() {
  [[ $2 == *"$1"* ]] && return
  echo "This should show '$1': $2" >&2
  exit 1
}

# hear <name> <output descriptor> <text>: the next line of a client, without wscat's prompt.
hear() {
  local line
  read -r -t 30 line <&"$2" || { echo "$1 hears nothing; it should be '$3'" >&2; exit 1; }
  line=${line#> }
  echo "$1 < $line"
  shows "$3" "$line"
}

subscribe='{"action":"subscribe","params":{"channel_name":"demo"}}'
say() { echo "{\"action\":\"publish\",\"params\":{\"channel_name\":\"demo\",\"content\":\"$2\"}}" >&"$1"; }

# chat <name> <node> <input> <output> [subscribers]: connects and subscribes to channel demo. While its home moves
# the number is that of the nodes that the home has heard of so far.
chat() {
  socket "$1" "$2" "$3" "$4" "/api/connect?client_name=$1"
  hear "$1" "$4" "\"client_name\":\"$1\""
  echo "$subscribe" >&"$3"
  hear "$1" "$4" "\"total_subscribers\":${5:-}"
}

get() { curl --silent --show-error --max-time 10 "$@"; }
field() { sed "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/"; }
post() { get --data "$2" --header "Authorization: Bearer ${3:-}" "$1"; }
publish() { get --fail --data "$2" "http://${http[$1]}/publish?channel=${3:-demo}"; }

# Publishes to each of 30 channels until it is accepted: a node has the home of about ten of them.
publish_everywhere() {
  local node=$1 begin=$SECONDS channel
  for channel in $(seq 30); do
    until publish "$node" "Hi" "room-$channel" 2>/dev/null; do sleep 0.2; done
  done
  echo "30 of 30 channels take publications at node $node, $((SECONDS - begin)) s after"
  [ $((SECONDS - begin)) -le 20 ] || { echo "That took too long" >&2; exit 1; }
}

echo "1. One PostgreSQL, with a role and a database; three nodes that find each other there."
start_postgres
for number in 1 2 3; do start_node "$number"; done
publish_everywhere 1

echo "2. Alice at node 1, Bob at node 2 and Cora at node 3 are in one channel, which counts all of them."
chat Alice 1 10 20 1
chat Bob 2 11 21 2
chat Cora 3 12 22 3

echo "3. What is published at node 3 reaches all, and so does what Alice says at node 1."
publish 3 "Hi from node 3"
hear Alice 20 '{"sender":"http"'
hear Bob 21 '{"sender":"http"'
hear Cora 22 '{"sender":"http"'
say 10 "Hi Bob!"
hear Alice 20 '{"status":"ok"}'
hear Alice 20 '"content":"Hi Bob!"'
hear Bob 21 '"content":"Hi Bob!"'
hear Cora 22 '"content":"Hi Bob!"'

echo "4. Channel broadcast keeps a history: an event stream at node 3 goes on after a place that node 1 gave."
receipt=$(get --header "Prefer: return=representation" --data "Seen" "http://${http[1]}/publish")
echo "$receipt"
publish 2 "Missed meanwhile" broadcast
place="$(field epoch <<<"$receipt")-$(field offset <<<"$receipt")"
missed=$(curl --silent --no-buffer --max-time 2 --header "Accept: text/event-stream" \
  --header "Last-Event-ID: $place" "http://${http[3]}/subscribe" || true)
echo "$missed"
shows "data: Missed meanwhile" "$missed"

echo "5. A user's socket at node 2: what was sent at node 1 before, and at node 3 now."
post "http://${http[1]}/message" '{"username":"eve","content":"While you were away"}'
echo
token=$(post "http://${http[2]}/token" '{"username":"eve"}' | field token)
socket Eve 2 13 23 "/ws?authorization=$token&since=0"
hear Eve 23 "While you were away"
post "http://${http[3]}/message" '{"username":"eve","content":"Hi Eve"}'
echo
hear Eve 23 "Hi Eve"

echo "6. An offer at node 1, bids at nodes 2 and 3; a listener at node 3."
account='{"username":"seller","password":"a secret of the demo"}'
post "http://${http[1]}/v1/signup" "$account" >/dev/null
token_of_seller=$(post "http://${http[2]}/v1/login" "$account" | field token)
# It says nothing by itself, so wscat cannot know when to pass a line on.
attach Listener 14 24 wscat --no-color --connect "ws://${http[3]}/v1/stream" --wait -1 \
  --execute "{\"event\":\"authenticate\",\"token\":\"$token_of_seller\"}"
hear Listener 24 "User Authenticated"
offer=$(post "http://${http[1]}/v1/offer" '{"bid_price":10.5,"title":"a lamp"}' "$token_of_seller")
echo "$offer"
hear Listener 24 offerCreated
bid="{\"bid_price\":11.25,\"offer_id\":\"$(field id <<<"$offer")\"}"
first=$(post "http://${http[2]}/v1/bid" "$bid" "$token_of_seller")
echo "$first"
shows '"accepted":false' "$first"
hear Listener 24 bidPlaced
second=$(post "http://${http[3]}/v1/bid" "$bid" "$token_of_seller")
echo "$second"
shows '"error"' "$second"
shows '"bid_price":11.25' "$second"

echo "7. The hub at node 2, by nc."
attach hub 15 25 nc "${hub[2]%:*}" "${hub[2]##*:}"
echo identity >&15
hear nc 25 "[Server] Your ID is "

echo "8. Node 2 is killed. The others go on, and what was accepted is there."
signal KILL 2
publish_everywhere 3
say 10 "Still here"
hear Alice 20 '{"status":"ok"}'
hear Alice 20 '"content":"Still here"'
hear Cora 22 '"content":"Still here"'
kept=$(get --header "Authorization: Bearer $token" "http://${http[1]}/message?username=eve&since=0")
echo "$kept"
shows "While you were away" "$kept"
shows "Hi Eve" "$kept"
await_three 2
chat Ben 2 16 26
publish 2 "Hi from node 2"
for one in "Alice 20" "Cora 22" "Ben 26"; do hear ${one} "Hi from node 2"; done

echo "9. Node 3 is frozen. The others take its channels over."
signal STOP 3
publish_everywhere 1
say 10 "Hi Ben!"
hear Alice 20 '{"status":"ok"}'
hear Alice 20 '"content":"Hi Ben!"'
hear Ben 26 '"content":"Hi Ben!"'
bids=$(get --header "Authorization: Bearer $token_of_seller" \
  "http://${http[1]}/v1/offer/$(field id <<<"$offer")/bids")
echo "$bids"
shows '"bid_price":11.25' "$bids"

echo "10. It wakes, learns that the others went on without it, starts again and joins."
signal CONT 3
await_three 3
chat Cleo 3 17 27
publish 3 "All is well"
for one in "Alice 20" "Ben 26" "Cleo 27"; do hear ${one} "All is well"; done
