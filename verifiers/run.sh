#!/usr/bin/env bash
# Checks an exported book with three verifiers that share no code with ours, and prints one line for each.
# Usage: verifiers/run.sh BOOK [VKEYS]. BOOK is a folder as `inrs export book` writes it; VKEYS are the public keys you trust,
# by default the ones in the folder. Exit code 0 only if all three agree that the book holds.
# Tools are taken from $INRS_PYTHON's folder when it is set (scripts/prepare.sh), else installed once into a cache folder.
set -uo pipefail
[ $# -ge 1 ] || { echo "usage: verifiers/run.sh BOOK [VKEYS]" >&2; exit 2; }
book=$(realpath "$1") || exit 2
vkeys=$(realpath "${2:-$1/vkeys}") || exit 2
here=$(cd "$(dirname "$0")" && pwd)
cache=${INRS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/inrs}
mkdir -p "$cache" && exec 9>"$cache/verifiers.lock" && flock 9      # two at once would install or build twice

python=${INRS_PYTHON:-$cache/verifiers/venv/bin/python}
if [ ! -x "$python" ]; then
  python3 -m venv "$cache/verifiers/venv" &&
    "$cache/verifiers/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$here/requirements.txt" &&
    "$cache/verifiers/venv/bin/pip" install --quiet --disable-pip-version-check cryptography requests || exit 2
  python=$cache/verifiers/venv/bin/python
fi

# x/mod is vendored in the Go distribution, so nothing is fetched: a GOPATH with one link to it is enough.
checker=$cache/verifiers/verify-$(sha256sum "$here/go/main.go" | cut -c1-16)
if [ ! -x "$checker" ]; then
  packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') || exit 2
  gopath=$cache/verifiers/gopath
  mkdir -p "$gopath/src/golang.org/x" "$gopath/src/verify" &&
    ln -sfn "$packages/go/src/cmd/vendor/golang.org/x/mod" "$gopath/src/golang.org/x/mod" &&
    cp "$here/go/main.go" "$gopath/src/verify/main.go" &&
    (cd "$gopath" && GO111MODULE=off GOPATH=$gopath GOCACHE=${GOCACHE:-$cache/go} GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS= \
      "$packages/go/bin/go" build -o "$checker" verify) || exit 2
fi
flock -u 9

status=0
"$checker" "$book" "$vkeys" || status=1
"$python" "$here/python/scales.py" "$book" "$vkeys" || status=1
"$python" "$here/python/whole.py" "$book" "$vkeys" || status=1
exit $status
