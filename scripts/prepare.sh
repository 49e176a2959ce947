#!/usr/bin/env bash
# Installs what `make test` needs beyond Rust and Node: Debian packages, cargo-nextest, a Python folder. Only what is missing;
# with everything present it takes a second and touches no network. Never changes a file of the project.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

say() { printf 'prepare: %s\n' "$*"; }
stop() { printf 'prepare: %s\n' "$*" >&2; exit 1; }
command -v cargo >/dev/null || stop "cargo is missing: install Rust 1.95 or later (rustup)"
command -v npm >/dev/null || stop "npm is missing: install Node.js 20 or later"
exec 9>"$INRS_CACHE/prepare.lock"; flock 9      # two at once would install twice

# --- Debian packages: the browser and fonts of the screen tests, the second database engine, the second verifier's crypto, PDF readers
missing=()
for package in chromium fonts-noto-cjk fonts-wqy-microhei postgresql-15 openssl poppler-utils python3 python3-venv; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || stop "install by hand: ${missing[*]}"
  root=(); [ "$(id -u)" = 0 ] || root=(sudo)
  say "installing ${missing[*]}"
  # An archive folder of our own: a container's apt clean-up hook empties the common one under a second apt-get's feet.
  archives=$INRS_CACHE/apt; "${root[@]}" mkdir -p "$archives/partial"
  apt() { DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get -qq -o Dir::Cache::archives="$archives" -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"; }
  apt update
  apt install -y --no-install-recommends "${missing[@]}" >"$INRS_CACHE/apt.log" 2>&1 || { tail -20 "$INRS_CACHE/apt.log" >&2; stop "apt-get failed"; }
fi

# --- cargo-nextest: built once, without optimisation (a third of the time; it only starts tests)
if ! cargo nextest --version >/dev/null 2>&1; then
  say "building cargo-nextest"
  cargo install cargo-nextest --locked --debug --no-default-features --features default-no-update \
    >"$INRS_CACHE/nextest.log" 2>&1 || { tail -20 "$INRS_CACHE/nextest.log" >&2; stop "cargo install cargo-nextest failed"; }
fi

# --- Python packages, in a folder of their own; rebuilt when a list changes. The verifiers are other people's word: pinned by hash.
venv=$INRS_CACHE/venv; stamp=$venv/installed-from
if ! cat verifiers/requirements.txt scripts/requirements.txt | cmp -s - "$stamp"; then
  say "installing Python packages into $venv"
  rm -rf "$venv"; /usr/bin/python3 -m venv "$venv"
  pip() { "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"; }
  { pip --require-hashes --no-deps -r verifiers/requirements.txt && pip -r scripts/requirements.txt; } >"$INRS_CACHE/pip.log" 2>&1 \
    || { tail -20 "$INRS_CACHE/pip.log" >&2; stop "pip failed"; }
  cat verifiers/requirements.txt scripts/requirements.txt >"$stamp"
fi
