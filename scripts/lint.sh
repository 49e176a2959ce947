#!/usr/bin/env bash
# Everything a machine can say about style: format, lints as errors, the project's own rules, types of the console.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

cargo fmt --all --check
cargo clippy --workspace --quiet -- -D warnings
cargo clippy --workspace --tests --quiet -- -D warnings -A clippy::disallowed_methods -A clippy::unwrap_used    # a test may look at the clock and stop at the unexpected
cargo xtask tidy
if [ -f web/package.json ]; then (cd web && npx --no-install tsc --noEmit); fi
