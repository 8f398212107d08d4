#!/usr/bin/env bash
# Builds the server of the version before this one, whose commit is in tools/previous-version, unless it is there
# already. Its last line is the path of Broker.Gateway.dll: docs/decisions/0025-versions-between-nodes.md.
set -euo pipefail
cd "$(dirname "$0")/.."

commit=$(cat tools/previous-version)
tree=$PWD/artifacts/previous/$commit
server=$tree/artifacts/bin/Broker.Gateway/release/Broker.Gateway.dll
if [ ! -e "$server" ]; then
  rm -rf "$tree"
  mkdir -p "$tree"
  git archive "$commit" | tar --extract --directory "$tree"
  (cd "$tree" && dotnet build src/Broker.Gateway -c Release -v quiet --nologo) >&2
fi
echo "$server"
