#!/usr/bin/env bash
# The journal in files, and in PostgreSQL; and beside them PostgreSQL alone, which inserts the same rows one per transaction and in batches.
# Usage: benchmarks/journal.sh [DIRECTORY] [SECONDS]
#   DIRECTORY is on the disk to measure. PostgreSQL is started there on a socket of its own, and stopped; without
#   it the journal runs alone.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${1:-/tmp}/broker-journal-bench.XXXXXX")
seconds=${2:-3}
name=Broker.Journal.Benchmarks
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)

# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

finish() {
  [ -n "$bin" ] && [ -d "$work/pg" ] && as_owner "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT

dotnet build "benchmarks/$name" -c Release -v quiet --nologo
mkdir "$work/journal"
dotnet "artifacts/bin/$name/release/$name.dll" "$work/journal" "$seconds"
[ -n "$bin" ] || { echo "There is no PostgreSQL here; the journal ran alone." >&2; exit 0; }

[ "$(id -u)" -eq 0 ] && chown postgres "$work"
chmod 755 "$work"
as_owner "$bin/initdb" -D "$work/pg" -A trust -U postgres >"$work/initdb.log"
as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" start \
  -o "-c listen_addresses='' -c unix_socket_directories='$work' -c max_connections=300" >/dev/null

echo
dotnet "artifacts/bin/$name/release/$name.dll" "Host=$work;Username=postgres;Database=postgres" "$seconds"

sql() { as_owner "$bin/psql" -h "$work" -U postgres -qAt "$@"; }
sql -c "create table events (position bigserial, stream text, version bigint, type int, payload bytea,
        primary key (stream, version))"

cat >"$work/single.sql" <<'SQL'
\set version random(1, 9000000000000000000)
insert into events (stream, version, type, payload)
values ('offer.' || :client_id, :version, 1, decode(repeat('00', 100), 'hex'));
SQL
cat >"$work/batch.sql" <<'SQL'
\set version random(1, 9000000000000000)
insert into events (stream, version, type, payload)
select 'offer.' || :client_id, :version * 100 + i, 1, decode(repeat('00', 100), 'hex') from generate_series(0, 99) i;
SQL

# Rows per second: SCRIPT CLIENTS ROWS synchronous_commit
insert() {
  local tps
  tps=$(PGOPTIONS="-c synchronous_commit=$4" as_owner "$bin/pgbench" -h "$work" -U postgres -n -f "$work/$1.sql" \
    -c "$2" -j 2 -T "$seconds" postgres 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p')
  echo "| insert, $1, synchronous_commit $4, $2 clients | $((tps * $3)) | per second |"
}

echo
echo "| PostgreSQL | figure | unit |"
echo "| --- | ---: | --- |"
for commit in on off; do
  for clients in 1 16 256; do insert single "$clients" 1 "$commit"; done
done
for clients in 1 16; do insert batch "$clients" 100 on; done
