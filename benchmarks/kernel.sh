#!/usr/bin/env bash
# The kernel beside Akka.NET: one table of medians and ratios, from rounds that take turns.
# Usage: benchmarks/kernel.sh [NUGET_CONFIG] [ROUNDS] [SCALE]
#   NUGET_CONFIG says where the Akka packages restore from ('' for the default); without them the kernel runs
#   alone. SCALE multiplies the work of a run.
set -euo pipefail
cd "$(dirname "$0")/.."

config=${1:+$(realpath "$1")}
rounds=${2:-3}
scale=${3:-1}
name=Broker.Kernel.Benchmarks
work=artifacts/bench/kernel
rm -rf "$work" && mkdir -p "$work"

build() { dotnet build "benchmarks/$name" -c Release -v quiet --nologo "$@"; }

build
engines=(kernel)
if build -p:ActorEngine=Akka ${config:+-p:RestoreConfigFile="$config"} >"$work/akka-build.log" 2>&1; then
  engines+=(akka)
else
  echo "The Akka packages do not build here ($work/akka-build.log); the kernel runs alone." >&2
fi

for ((round = 1; round <= rounds; round++)); do
  for engine in "${engines[@]}"; do
    echo "round $round, $engine" >&2
    dotnet "artifacts/$engine/bin/$name/release/$name.dll" "$scale" >"$work/$engine.$round.md"
  done
done
python3 "benchmarks/$name/table.py" "$work"
