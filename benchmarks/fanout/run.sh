#!/usr/bin/env bash
# Prints the tables of docs/performance.md: the broker beside SignalR and nats-server, server and load
# generator on one machine, rounds interleaved.
# Usage: benchmarks/fanout/run.sh TOOLS [--rounds N] [--scenario NAME,…] [--against DLL]
#   TOOLS       the folder with the load generator (wsload) and the peers; nothing in it is changed
#   --against   another build of Broker.Gateway.dll, which runs beside this one as "other"
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=$(realpath "$1") && shift
rounds=3
only=
other=
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 ;;
    --scenario) only=$2 ;;
    --against) other=$(realpath "$2") ;;
    *) echo "unknown argument: $1" >&2 && exit 2 ;;
  esac
  shift 2
done
work=$PWD/artifacts/bench
server=$PWD/artifacts/bin/Broker.Gateway/release/Broker.Gateway.dll
signalr=$work/signalr/out/signalr.dll
load=$work/wsload/wsload
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

listens() { until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.1; done; }

# $1 is the build, $2 the port.
start_broker() {
  rm -rf "$work/data-$2"
  APP_PORT=$2 start dotnet "$1" --data="$work/data-$2" --port=0
  listens "$2"
}

start_signalr() {
  start dotnet "$signalr" "$1"
  listens "$1"
}

stop() {
  kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null || true
  pids=()
}

# What the processes have used so far, in seconds of a processor.
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$1/stat"; }

peer() { printf '{"name":"%s","mode":"%s","port":%s,"pids":[%s],"args":%s}' "$@"; }

throughput() {
  local peers=() paths='["--path","/subscribe?channel=%u","--pub-path","/publish?channel=%u"]'
  start_broker "$server" 9200
  peers+=("$(peer broker nchan 9200 "${pids[-1]}" "$paths")" "$(peer chat minichat 9200 "${pids[-1]}" '[]')")
  if [ -n "$other" ]; then
    start_broker "$other" 9203
    peers+=("$(peer other nchan 9203 "${pids[-1]}" "$paths")")
    peers+=("$(peer other-chat minichat 9203 "${pids[-1]}" '[]')")
  fi
  start_signalr 9201
  peers+=("$(peer signalr signalr 9201 "${pids[-1]}" '[]')")
  if command -v nats-server >/dev/null; then
    start nats-server --addr 127.0.0.1 --port 9202
    peers+=("$(peer nats nats 9202 "${pids[-1]}" '[]')")
  fi
  (IFS=,; echo "[${peers[*]}]") >"$work/peers.json"
  rm -f "$work/out.jsonl"
  python3 "$work/wsload/bench.py" run "$work/peers.json" benchmarks/fanout/scenarios.json "$work/out.jsonl" \
    --rounds "$rounds" ${only:+--scenario "$only"}
  python3 benchmarks/fanout/table.py "$work/out.jsonl"
  stop
}

# One server at a time, freshly started: a heap that has grown hides what a connection takes.
idle() {
  local name started
  echo "| 10,000 idle | KiB each | connects/s | CPU µs a connect | CPU s until it listens |"
  echo "| --- | --: | --: | --: | --: |"
  for name in broker ${other:+other} signalr; do
    case $name in
      broker) start_broker "$server" 9200 ;;
      other) start_broker "$other" 9200 ;;
      signalr) start_signalr 9200 ;;
    esac
    started=$(cpu "${pids[-1]}")
    if [ "$name" = signalr ]; then set -- signalr; else set -- nchan --path /subscribe; fi
    "$load" "$@" --port 9200 --subs 10000 --connect-only --settle 3 --quiet --server-pid "${pids[-1]}" |
      python3 benchmarks/fanout/table.py --idle "$name" "$started"
    stop
  done
}

build
throughput
[ -n "$only" ] || idle
