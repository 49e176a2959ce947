#!/usr/bin/env bash
# Runs a command beside a PostgreSQL 15 cluster of its own: scripts/postgres.sh COMMAND…  The command finds it in INRS_TEST_PG.
# The cluster is durable (fsync on), lives in a temporary folder on a free port, and is gone afterwards.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: scripts/postgres.sh COMMAND…" >&2; exit 2; }

bin=${INRS_PG_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$bin/initdb" ] || { echo "postgres: no $bin/initdb: run scripts/prepare.sh, or point INRS_PG_BIN at PostgreSQL 15" >&2; exit 1; }
as=(); [ "$(id -u)" != 0 ] || as=(setpriv --reuid=postgres --regid=postgres --init-groups --)   # the server refuses to run as root
dir=$(mktemp -d "${TMPDIR:-/tmp}/inrs-pg.XXXXXX"); [ "$(id -u)" != 0 ] || chown postgres: "$dir"
cleanup() { (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop) >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap cleanup EXIT
trap 'exit 130' INT TERM

# --locale=C: text compares by bytes, as in SQLite.
(cd / && "${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale=C) >"$dir.log" 2>&1 \
  || { cat "$dir.log" >&2; exit 1; }
rm -f "$dir.log"
for _ in 1 2 3; do      # the port may be taken between asking and starting
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$dir -c max_connections=400 -c shared_buffers=128MB -c fsync=on"
  if (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "$options" start) >/dev/null 2>&1; then
    export INRS_TEST_PG=postgres://postgres@127.0.0.1:$port/postgres
    break
  fi
done
[ -n "${INRS_TEST_PG:-}" ] || { echo "postgres: the cluster did not start:" >&2; tail -20 "$dir/log" >&2; exit 1; }
status=0; "$@" || status=$?
exit $status
