#!/usr/bin/env bash
# The hub's reader over random and mutated conversations: HubFuzzSpec, for longer than CI does.
# Usage: benchmarks/hub-fuzz.sh [INPUTS] [SEED]
#   A conversation that fails is named by its seed: run it again with INPUTS 1 and that SEED.
set -euo pipefail
cd "$(dirname "$0")/.."

export BROKER_FUZZ_INPUTS=${1:-10000000} BROKER_FUZZ_SEED=${2:-1}
dotnet build test/Broker.Tcp.Tests -c Release -v quiet --nologo
dotnet test test/Broker.Tcp.Tests -c Release --no-build --nologo --filter "FullyQualifiedName~HubFuzzSpec"
