#!/usr/bin/env bash
# Runs every fuzz target for some seconds each: fuzz/run.sh [SECONDS]. Needs a nightly compiler and cargo-fuzz.
# What crashes is kept in fuzz/artifacts/<target>; what was learnt, in fuzz/corpus/<target>.
set -euo pipefail
cd "$(dirname "$0")"
unset CARGO_BUILD_BUILD_DIR     # instrumented objects have no place in the common cache
for target in fuzz_targets/*.rs; do
  name=$(basename "$target" .rs)
  mkdir -p "corpus/$name"
  cargo +nightly fuzz run --fuzz-dir . "$name" "corpus/$name" "seeds/$name" -- -max_total_time="${1:-20}" -max_len=4096 -verbosity=0
done
