#!/usr/bin/env bash
# Builds the console and the binary, makes the small demonstration nation under data-run (once), and serves it until interrupted.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/web.sh
cargo build --workspace
exec target/debug/inrs demo --data data-run --scale small --serve "$@"
