#!/usr/bin/env bash
# Breaks a cluster for a while and says whether its clients were told the truth: docs/reliability.md.
# Usage: test/fault-lab.sh [--minutes N] [--seed S] [--scenario all|calm|kill|freeze|cut|database|file] [--nodes N]
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build test/Broker.FaultLab -c Release -v quiet --nologo
exec dotnet artifacts/bin/Broker.FaultLab/release/Broker.FaultLab.dll "$@"
