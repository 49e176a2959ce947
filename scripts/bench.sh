#!/usr/bin/env bash
# The benchmarks, optimised: `scripts/bench.sh [NAME] [OPTIONS]`; with no name all of them. Needs a quiet machine to mean anything.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/prepare.sh
scripts/web.sh
cargo build --release --workspace
# Two empty databases: one for the product, one for the bare loop it is compared with.
scripts/postgres.sh bash -euc '
  for name in bench bare; do psql -qd "$INRS_TEST_PG" -c "CREATE DATABASE $name TEMPLATE template0"; done
  INRS_BENCH_PG=${INRS_TEST_PG%/*}/bench INRS_BENCH_PG_BARE=${INRS_TEST_PG%/*}/bare exec target/release/inrs bench "$@"
' bench "$@"
