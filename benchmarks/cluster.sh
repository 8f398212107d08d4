#!/usr/bin/env bash
# A node on SQLite and a node on PostgreSQL, beside PostgreSQL's own INSERT with NOTIFY: publications a second to a
# channel that is stored and to one that is not, and how late they are at subscribers.
# Usage: benchmarks/cluster.sh [SECONDS]    SECONDS of each measurement
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-5}
server=$PWD/artifacts/bin/Broker.Gateway/release/Broker.Gateway.dll
bench=$PWD/artifacts/bin/Broker.Cluster.Benchmarks/release/Broker.Cluster.Benchmarks.dll
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1) || true
[ -n "$bin" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 127; }
work=$(mktemp --directory /tmp/broker-cluster-bench.XXXXXX)
nodes=() ports=()

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
sql() { as_owner "$bin/psql" -h "$work" -U postgres -qAt "$@"; }

stop_nodes() {
  [ "${#nodes[@]}" -eq 0 ] || { kill -KILL "${nodes[@]}" && wait "${nodes[@]}"; } 2>/dev/null || true
  nodes=() ports=()
}

finish() {
  stop_nodes
  as_owner "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

start_postgres() {
  chmod 755 "$work"
  [ "$(id -u)" -ne 0 ] || chown postgres "$work"
  as_owner "$bin/initdb" -D "$work/pg" -A trust -U postgres >/dev/null
  as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" start \
    -o "-c listen_addresses='' -c unix_socket_directories='$work' -c max_connections=300" >/dev/null
}

# start_node [VARIABLE=VALUE]: on any free port, with a kind of channels that is stored.
start_node() {
  local directory line
  directory=$(mktemp --directory "$work/node.XXXXXX")
  cat >"$directory/kinds.conf" <<'CONF'
broker.channel.kinds {
  stored { pattern = "stored.*", store = on, history-size-max = 1000 }
}
CONF
  env APP_PORT=0 "$@" dotnet "$server" --port=0 --data="$directory/data" --config="$directory/kinds.conf" \
    >"$directory/log" 2>&1 &
  nodes+=($!)
  until line=$(grep --only-matching "listens on .*;" "$directory/log"); do
    kill -0 "${nodes[-1]}" 2>/dev/null || { cat "$directory/log" >&2; exit 1; }
    sleep 0.1
  done
  ports+=("$(sed 's/.*http:\/\/[0-9.]*:\([0-9]*\).*/\1/' <<<"$line")")
  until curl --silent --fail --output /dev/null "http://127.0.0.1:${ports[-1]}/readyz"; do sleep 0.1; done
}

# measure LABEL
measure() { dotnet "$bench" "$1" "$seconds" "$(IFS=,; echo "${ports[*]}")" memory.a,stored.a; }

# What one publication is to PostgreSQL alone: CLIENTS synchronous_commit
insert() {
  PGOPTIONS="-c synchronous_commit=$2" as_owner "$bin/pgbench" -h "$work" -U postgres -n -f "$work/insert.sql" \
    -c "$1" -j 2 -T "$seconds" postgres 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p'
}

for project in src/Broker.Gateway benchmarks/Broker.Cluster.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo
done
start_postgres
echo "| | channel | 1 connection, /s | 16 | 256 | same node: p50, p99 ms | another node |"
echo "| --- | --- | --: | --: | --: | --: | --: |"
start_node
measure "SQLite"
stop_nodes
sql -c "create database nodes"
start_node "BROKER_POSTGRES=Host=$work;Username=postgres;Database=nodes"
measure "PostgreSQL"
stop_nodes

sql -c "create table events (position bigserial primary key, channel text, payload bytea)"
cat >"$work/insert.sql" <<'SQL'
begin;
insert into events (channel, payload) values ('a', decode(repeat('00', 128), 'hex'));
notify events;
commit;
SQL
for commit in off on; do
  echo "| INSERT and NOTIFY by pgbench, synchronous_commit $commit | | $(insert 1 $commit) | $(insert 16 $commit) | $(insert 256 $commit) | | |"
done
