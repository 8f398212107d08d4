#!/usr/bin/env bash
# Breaks nodes and their store for a while and says whether its clients were told the truth: docs/reliability.md.
# Usage: test/fault-lab.sh [--minutes N] [--seed S] [--scenario all|calm|kill|freeze|cut|database|sqlite] [--nodes N]
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build test/Broker.FaultLab -c Release -v quiet --nologo
exec dotnet artifacts/bin/Broker.FaultLab/release/Broker.FaultLab.dll "$@"
