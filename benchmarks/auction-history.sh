#!/usr/bin/env bash
# Clients bid, accept and look while the server is killed and started again, and a checker judges what they were
# told (HistorySpec of Broker.EndToEnd.Tests, for longer).
# Usage: benchmarks/auction-history.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."

project=test/Broker.EndToEnd.Tests
dotnet build "$project" -c Release -v quiet --nologo
BROKER_HISTORY_SECONDS=${1:-180} dotnet test "$project" -c Release --no-build --nologo \
  --filter FullyQualifiedName~HistorySpec --logger "console;verbosity=detailed" |
  grep -v '^\[xUnit\|^$'
