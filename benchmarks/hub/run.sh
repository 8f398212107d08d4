#!/usr/bin/env bash
# The hub in framed form beside nats-server, which publishes to one subject with as many subscribers: relays and
# deliveries per second and per second of the server's CPU time. Servers and generator share the machine.
# Usage: benchmarks/hub/run.sh [ROUNDS] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."

rounds=${1:-3}
seconds=${2:-5}
bin=artifacts/bin
work=$(mktemp -d /tmp/broker-hub-bench.XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
ulimit -n "$(ulimit -H -n)"

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
listens() { until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.1; done; }

for project in src/Broker.Gateway benchmarks/Broker.Tcp.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo
done

# One client may do a million relays in a second unless told otherwise; here it does more.
echo "broker.hub.relays-per-second-max = 100000000" >"$work/broker.conf"
hub=$(free_port)
APP_PORT=$(free_port) dotnet "$bin/Broker.Gateway/release/Broker.Gateway.dll" --port="$hub" --data="$work/data" \
  --config="$work/broker.conf" >"$work/broker.log" 2>&1 &
pids+=($!)
listens "$hub"
peers=("$hub" "${pids[0]}")

if command -v nats-server >/dev/null; then
  nats=$(free_port)
  nats-server --addr 127.0.0.1 --port "$nats" >"$work/nats.log" 2>&1 &
  pids+=($!)
  listens "$nats"
  peers+=("$nats" "${pids[1]}" "$rounds" "$seconds")
else
  echo "There is no nats-server here; the hub runs alone, with three rounds." >&2
fi
dotnet "$bin/Broker.Tcp.Benchmarks/release/Broker.Tcp.Benchmarks.dll" "${peers[@]}"
