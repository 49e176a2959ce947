#!/usr/bin/env bash
# The benchmarks, optimised: `scripts/bench.sh [NAME…] [OPTIONS]`; with no name all of them. Needs a quiet machine to mean anything.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/prepare.sh
scripts/web.sh
cargo build --release --workspace
scripts/postgres.sh target/release/inrs bench "$@"
