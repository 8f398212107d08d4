#!/usr/bin/env bash
# Starts, watches and ends 10 million actors on the kernel; fails when the end of one is lost or seen twice, or
# when memory grows.
# Usage: benchmarks/soak.sh [SCALE]    SCALE 0.1 is one million
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build benchmarks/Broker.Kernel.Soak -c Release -v quiet --nologo
dotnet artifacts/kernel/bin/Broker.Kernel.Soak/release/Broker.Kernel.Soak.dll "${1:-1}"
