#!/usr/bin/env bash
# Bids a second at one offer and over a thousand, at both levels, what was answered being judged; how long an offer
# of 100,000 bids takes to open after a restart; live events to 1,000 sockets. Beside it PostgreSQL, which takes the
# same bids as UPDATEs of a row, one per transaction. Server and clients share the machine.
# Usage: benchmarks/auction.sh [DIRECTORY] [BIDS] [SECONDS]
#   DIRECTORY is on the disk to measure. PostgreSQL is started there on a socket of its own, and stopped; without
#   it, or without hey, that part is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${1:-/tmp}/broker-auction-bench.XXXXXX")
bids=${2:-100000}
seconds=${3:-5}
out=artifacts/bin
gateway=$out/Broker.Gateway/release/Broker.Gateway.dll
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
server=

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

finish() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  [ -n "$bin" ] && [ -d "$work/pg" ] && as_owner "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT
ulimit -n "$(ulimit -H -n)"

for project in src/Broker.Gateway benchmarks/Broker.Auction.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo
done
mkdir "$work/data"
echo "$(date -u +%F), $(nproc) cores, load average $(cut -d' ' -f1 /proc/loadavg)"
dotnet "$out/Broker.Auction.Benchmarks/release/Broker.Auction.Benchmarks.dll" "$gateway" "$work/data" "$bids"

# hey sends one body: the first bid is taken, all others are told its price.
if command -v hey >/dev/null; then
  free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
  }
  field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
  port=$(free_port)
  url=http://localhost:$port
  APP_PORT=$port dotnet "$gateway" --port="$(free_port)" --data="$work/hey" >"$work/server.log" 2>&1 &
  server=$!
  until curl -sf "$url/readyz" >/dev/null; do sleep 0.1; done
  account='{"username":"hey","password":"hey"}'
  curl -sf "$url/v1/signup" -d "$account" >/dev/null
  token=$(curl -sf "$url/v1/login" -d "$account" | field token)
  offer=$(curl -sf "$url/v1/offer" -H "Authorization: Bearer $token" -d '{"bid_price":1,"title":"hey"}' | field id)
  echo
  echo "hey -m POST -n $bids -c 1000, one price for all:"
  hey -m POST -n "$bids" -c 1000 -H "Authorization: Bearer $token" -d "{\"bid_price\":2,\"offer_id\":\"$offer\"}" \
    "$url/v1/bid" | grep -E 'Requests/sec|50% in|99% in|\[[0-9]+\]|error' | sed 's/^ */    /'
fi

[ -n "$bin" ] || { echo "There is no PostgreSQL here." >&2; exit 0; }
[ "$(id -u)" -eq 0 ] && chown postgres "$work"
chmod 755 "$work"
as_owner "$bin/initdb" -D "$work/pg" -A trust -U postgres >"$work/initdb.log"
as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" start \
  -o "-c listen_addresses='' -c unix_socket_directories='$work' -c max_connections=300" >/dev/null
sql() { as_owner "$bin/psql" -h "$work" -U postgres -qAt "$@"; }
sql -c "create table offers (id int primary key, price numeric not null)" \
  -c "insert into offers select i, 1 from generate_series(1, 1000) i" -c "create sequence prices start 2"

# Bids per second: OFFERS synchronous_commit
bid() {
  local tps
  printf '\\set id random(1, %s)\n%s\n' "$1" \
    "with bid as (select nextval('prices') as price)
     update offers set price = bid.price from bid where id = :id and offers.price < bid.price;" |
    sed ':a;N;$!ba;s/\n *update/ update/' >"$work/bid.sql"
  tps=$(PGOPTIONS="-c synchronous_commit=$2" as_owner "$bin/pgbench" -h "$work" -U postgres -n -f "$work/bid.sql" \
    -c 16 -j 2 -M prepared -T "$seconds" postgres 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p')
  echo "| $1 offers, synchronous_commit $2: bids a second | $tps |"
}

echo
echo "| PostgreSQL, 16 connections | figure |"
echo "| --- | ---: |"
for commit in off on; do
  for offers in 1 1000; do bid "$offers" "$commit"; done
done
