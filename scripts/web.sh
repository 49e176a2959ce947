#!/usr/bin/env bash
# Builds the console into web/dist (which the binary embeds) if anything changed; `scripts/web.sh check` also type-checks and tests it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cd web

if ! cmp -s package-lock.json node_modules/.inrs-lock; then
  npm ci --prefer-offline --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.inrs-lock
fi
changed=$(find . \( -name node_modules -o -name dist \) -prune -o -type f -newer dist/index.html -print -quit 2>/dev/null || true)
if [ ! -f dist/index.html ] || [ -n "$changed" ]; then npm run --silent build; fi
if [ "${1:-}" = check ]; then
  npx --no-install tsc --noEmit
  npx --no-install vitest run
fi
