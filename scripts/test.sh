#!/usr/bin/env bash
# The whole suite: console, then every Rust test beside a real PostgreSQL. The test runner's summary is the last line printed;
# the exit code is 0 only if everything passed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/prepare.sh
status=0
if [ -f web/package.json ]; then
  # A failing console test must not hide the state of the rest, so the run goes on and fails at the end.
  scripts/web.sh check || { status=1; echo "test: THE CONSOLE'S CHECKS FAILED (above); the run goes on and will exit 1" >&2; }
fi
cargo build --workspace     # tests of other crates start the real `inrs`
scripts/postgres.sh cargo nextest run --workspace "$@" || status=$?
exit $status
