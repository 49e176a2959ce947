#!/bin/sh
# Measures our minimum-cost flow beside LEMON, OR-Tools and HiGHS on seeded instances: CPU seconds of one thread, solving only, every
# solver in a process of its own, one after the other, ROUNDS times; prints the least of each.
# Needs liblemon-dev, g++, and INRS_PYTHON with numpy, ortools and highspy. Usage: run.sh [small|large]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${INRS_BENCH:-$here/../../target/bench-solve}
python=${INRS_PYTHON:-python3}
rounds=${ROUNDS:-3}
mkdir -p "$work"
(cd "$here/../.." && cargo build --release -q -p brain --example mincost)
ours="$here/../../target/release/examples/mincost"
g++ -O2 -o "$work/lemon" "$here/lemon.cc"

generate() {
  [ -f "$work/$1.min" ] || { name=$1; shift; "$python" "$here/generate.py" "$work/$name.min" "$@"; }
}

# The least CPU seconds of some rounds, and the optimum.
least() {
  for _ in $(seq "$rounds"); do "$@"; done | "$python" -c '
import json, sys
runs = [json.loads(line) for line in sys.stdin]
print(runs[0]["cost"], min(run["seconds"] for run in runs))'
}

measure() {
  name=$1
  shift
  echo "== $name"
  for solver in "$@"; do
    case $solver in
      lemon-*) result=$(least "$work/lemon" "${solver#lemon-}" "$work/$name.min") ;;
      ortools | highs) result=$(least "$python" "$here/peers.py" "$solver" "$work/$name.min") ;;
      *) result=$(least "$ours" "$solver" "$work/$name.min") ;;
    esac
    printf '%-14s cost %s  %s CPU s\n' "$solver" "${result% *}" "${result#* }"
  done
}

generate one
if [ "${1:-small}" = small ]; then
  cp "$here/../../data/flow/netgen_std_16.min" "$work/netgen16.min"
  measure netgen16 simplex lemon-simplex ortools
  measure one simplex lemon-simplex scaling lemon-scaling ortools highs
else
  generate ten --items 10
  generate event --event --sites 3000 --places 150 --arcs 600 --items 20
  measure event scaling half-percent lemon-scaling ortools
  measure ten scaling half-percent lemon-scaling ortools
fi
