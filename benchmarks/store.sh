#!/usr/bin/env bash
# Messages stored a second over each way, with 1, 16 and 256 connections and 1, 64 and 1,000 channels. Server and
# clients share the machine.
# Usage: benchmarks/store.sh [DIRECTORY] [ROUNDS] [WAYS] [GATEWAY=CONFIG…]
#   DIRECTORY is on the disk to measure. More gateways take turns with this tree's, such as that of an older commit.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d "${1:-/tmp}/broker-store-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
ulimit -n "$(ulimit -H -n)"
for project in src/Broker.Gateway benchmarks/Broker.Store.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo
done
cat >"$work/broker.conf" <<'CONF'
broker.channel.kinds.stored { pattern = "stored.*", store = on, history-size-max = 100 }
broker.rate.messages-max = 1000000000
CONF
echo "$(date -u +%F), $(nproc) cores, load average $(cut -d' ' -f1 /proc/loadavg)"
out=artifacts/bin
dotnet "$out/Broker.Store.Benchmarks/release/Broker.Store.Benchmarks.dll" "$work" "${2:-2}" \
  "${3:-Publish,Batch,Chat,Message}" "$out/Broker.Gateway/release/Broker.Gateway.dll=$work/broker.conf" "${@:4}"
