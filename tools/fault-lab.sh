#!/usr/bin/env bash
# Breaks nodes and their store for a while and says whether its clients were told the truth: docs/reliability.md.
# Usage: tools/fault-lab.sh [--minutes N] [--seed S] [--scenario NAME] [--nodes N]
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build tools/FaultLab -c Release -v quiet --nologo
exec dotnet artifacts/bin/Broker.FaultLab/release/Broker.FaultLab.dll "$@"
