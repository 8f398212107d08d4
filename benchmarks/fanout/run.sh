#!/usr/bin/env bash
# Reproduces the table of docs/performance.md: the broker beside SignalR and nats-server, server and load
# generator on one machine, rounds interleaved.
# Usage: benchmarks/fanout/run.sh TOOLS [ROUNDS] [SCENARIO,…]
#   TOOLS is the folder with the load generator (wsload) and the peers; nothing in it is changed.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=$(realpath "$1")
rounds=${2:-3}
only=${3:-}
work=$PWD/artifacts/bench
server=artifacts/bin/Broker.Gateway/release/Broker.Gateway.dll
ulimit -n "$(ulimit -H -n)"
mkdir -p "$work"
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT

build() {
  dotnet build src/Broker.Gateway -c Release -v quiet --nologo
  cp -r "$tools/wsload" "$tools/peers/signalr" "$work/"
  make --silent --directory "$work/wsload"
  (cd "$work/signalr" && dotnet publish -c Release -o out -v quiet --nologo -p:UseArtifactsOutput=false \
    -p:ManagePackageVersionsCentrally=false -p:RestorePackagesWithLockFile=false -p:TreatWarningsAsErrors=false)
}

# Starts a command quietly; its process id is the last of ${pids[@]}.
start() {
  "$@" >"$work/server.log" 2>&1 &
  pids+=($!)
}

start_broker() {
  rm -rf "$work/data"
  APP_PORT=9200 start dotnet "$server" --data="$work/data" --port=0
}

listens() { until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.1; done; }

peer() { printf '{"name":"%s","mode":"%s","port":%s,"pids":[%s],"args":%s}' "$@"; }

throughput() {
  local peers=()
  start_broker
  local paths='["--path","/subscribe?channel=%u","--pub-path","/publish?channel=%u"]'
  peers+=("$(peer broker nchan 9200 "${pids[-1]}" "$paths")" "$(peer chat minichat 9200 "${pids[-1]}" '[]')")
  start dotnet "$work/signalr/out/signalr.dll" 9201
  peers+=("$(peer signalr signalr 9201 "${pids[-1]}" '[]')")
  if command -v nats-server >/dev/null; then
    start nats-server --addr 127.0.0.1 --port 9202
    peers+=("$(peer nats nats 9202 "${pids[-1]}" '[]')")
  fi
  listens 9200 && listens 9201
  (IFS=,; echo "[${peers[*]}]") >"$work/peers.json"
  rm -f "$work/out.jsonl"
  python3 "$work/wsload/bench.py" run "$work/peers.json" benchmarks/fanout/scenarios.json "$work/out.jsonl" \
    --rounds "$rounds" ${only:+--scenario "$only"}
  python3 benchmarks/fanout/table.py "$work/out.jsonl"
  kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null || true
  pids=()
}

# One server at a time, freshly started: a heap that has grown hides what a connection takes.
idle() {
  local name
  for name in broker signalr; do
    if [ "$name" = broker ]; then
      start_broker && listens 9200
      set -- nchan --port 9200 --path /subscribe
    else
      start dotnet "$work/signalr/out/signalr.dll" 9201 && listens 9201
      set -- signalr --port 9201
    fi
    "$work/wsload/wsload" "$@" --subs 10000 --connect-only --settle 2 --quiet --server-pid "${pids[-1]}" |
      python3 -c "import json,sys; r=json.load(sys.stdin); print(f'| 10,000 idle, $name | {r[\"kib_per_conn\"]:.1f} KiB each | {r[\"connect_per_s\"]:,.0f} connects/s |')"
    kill "${pids[-1]}" && wait "${pids[-1]}" 2>/dev/null || true
    pids=()
  done
}

build
throughput
[ -n "$only" ] || idle
