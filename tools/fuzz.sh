#!/usr/bin/env bash
# Sends hostile inputs to every port of a server, and says what broke: docs/reliability.md.
# Usage: tools/fuzz.sh [--minutes N] [--seed S] [--clients N]
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build tools/Fuzz -c Release -v quiet --nologo
exec dotnet artifacts/bin/Broker.Fuzz/release/Broker.Fuzz.dll "$@"
