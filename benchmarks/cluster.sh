#!/usr/bin/env bash
# Publications over one, two and three nodes on PostgreSQL, beside one node on SQLite: a second, CPU of each, and
# how late they are at the same node and at another. Nodes, PostgreSQL and clients share the machine.
# Usage: benchmarks/cluster.sh publish [DIRECTORY] [ROUNDS] [SECONDS] [NAME=GATEWAY=CONFIG…]
#   DIRECTORY is on the disk to measure. SECONDS is the time of each row. More gateways take turns with this tree's,
#   such as that of an older commit; their kinds are `memory` and `stored` too.
# Usage: benchmarks/cluster.sh death [DIRECTORY] [CHANNELS]
#   Three nodes with many channels, one of which is killed: who waits, and for how long.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1) || true
[ -n "$bin" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 127; }
what=${1:-publish}
work=$(mktemp --directory "${2:-/tmp}/broker-cluster-bench.XXXXXX")
out=artifacts/bin
ulimit -n "$(ulimit -H -n)"

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

finish() {
  as_owner "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

for project in src/Broker.Gateway benchmarks/Broker.Cluster.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo
done
cat >"$work/kinds.conf" <<'CONF'
broker.channel.kinds.stored { pattern = "stored.*", store = on, history-size-max = 1000 }
broker.rate.messages-max = 1000000000
CONF
chmod 755 "$work"
[ "$(id -u)" -ne 0 ] || chown postgres "$work"
as_owner "$bin/initdb" -D "$work/pg" -A trust -U postgres >/dev/null
as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" start \
  -o "-c listen_addresses='' -c unix_socket_directories='$work' -c max_connections=300" >/dev/null

gateway=$out/Broker.Gateway/release/Broker.Gateway.dll
deployments=()
# add NODES NAME GATEWAY CONFIG: on a database of its own
add() {
  local database=broker$((${#deployments[@]} / 5))
  as_owner "$bin/createdb" -h "$work" -U postgres "$database"
  deployments+=("$2" "$1" "$3" "$4" "Host=$work;Username=postgres;Database=$database")
}

echo "$(date -u +%F), $(nproc) cores, load average $(cut -d' ' -f1 /proc/loadavg)"
bench=$out/Broker.Cluster.Benchmarks/release/Broker.Cluster.Benchmarks.dll
if [ "$what" = death ]; then
  add 3 3 "$gateway" "$work/kinds.conf"
  arguments=("${3:-50000}")
else
  deployments=("SQLite" 1 "$gateway" "$work/kinds.conf" "")
  for count in 1 2 3; do
    add "$count" "$count" "$gateway" "$work/kinds.conf"
    for other in "${@:5}"; do
      IFS== read -r name other_gateway config <<<"$other"
      add "$count" "$count $name" "$other_gateway" "$config"
    done
  done
  arguments=("${3:-3}" "${4:-3}")
fi
dotnet "$bench" "$what" "$work" "${arguments[@]}" "${deployments[@]}"
