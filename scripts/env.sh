# Sourced by every script here: where caches live and where the tools that tests spawn are found.
# Caches are reused when present and never needed: with an empty cache folder everything is built or fetched again.

if [ -z "${INRS_CACHE:-}" ]; then
  if mkdir -p /var/cache/inrs 2>/dev/null && [ -w /var/cache/inrs ]; then INRS_CACHE=/var/cache/inrs
  else INRS_CACHE=$PWD/target/cache; fi
fi
mkdir -p "$INRS_CACHE"
export INRS_CACHE
export CARGO_BUILD_BUILD_DIR=${CARGO_BUILD_BUILD_DIR:-$INRS_CACHE/build}   # intermediate artifacts only; final ones stay in target/
# Cargo names a workspace's own artifacts by their place inside the workspace, so two checkouts that share this folder would
# take each other's for their own. Whoever comes after another checkout marks its sources as changed.
if [ "$(cat "$INRS_CACHE/built-by" 2>/dev/null)" != "$PWD" ]; then
  find crates xtask sql packs policies -type f -exec touch -c {} + 2>/dev/null || true
  printf '%s\n' "$PWD" >"$INRS_CACHE/built-by"
fi
export npm_config_cache=${npm_config_cache:-$INRS_CACHE/npm}
export GOCACHE=${GOCACHE:-$INRS_CACHE/go}
export INRS_PYTHON=$INRS_CACHE/venv/bin/python      # with the packages of scripts/requirements.txt; `go` and `schemathesis` stand beside it
export INRS_CHROMIUM=${INRS_CHROMIUM:-/usr/bin/chromium}
