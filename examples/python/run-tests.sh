#!/usr/bin/env bash
# Makes .venv, installs the pinned packages, runs the tests of the book's Python examples.
# Skips with a plain line where Python or the wheels are missing; the last line is pytest's.
set -u
cd "$(dirname "$0")"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MPLBACKEND=Agg PYTHONDONTWRITEBYTECODE=1
export PIP_DISABLE_PIP_VERSION_CHECK=1

skip() {
  echo "Skipped: $1"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
      2>/dev/null && { echo "$candidate"; return 0; }
  done
  return 1
}

python=$(find_python) || skip 'the examples need Python 3.11, 3.12 or 3.13 with venv; none was found'

# The environment is made anew when the pins, the platform or Python change.
stamp=$({ cat pyproject.toml constraints.txt; "$python" -VV; uname -sm; } | cksum)
if [ "$(cat .venv/.stamp 2>/dev/null)" != "$stamp" ]; then
  echo "Installing the pinned packages into examples/python/.venv"
  rm -rf .venv
  "$python" -m venv .venv || exit 1
  pins=$("$python" -c '
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *sum(project["optional-dependencies"].values(), []))') || exit 1
  # shellcheck disable=SC2086 — the pins are words without blanks
  log=$(.venv/bin/pip install --quiet --only-binary :all: -c constraints.txt $pins 2>&1)
  if [ $? -ne 0 ]; then
    rm -rf .venv
    # An unreachable index also ends in "No matching distribution": only a reachable one proves that no wheel exists.
    if grep -q 'No matching distribution' <<<"$log" && ! grep -qi 'connection\|timed out\|resolution' <<<"$log"; then
      skip "no wheels for $(uname -sm): $(grep -m 1 'No matching distribution' <<<"$log")"
    fi
    echo "$log"
    exit 1
  fi
  echo "$stamp" >.venv/.stamp
fi

exec .venv/bin/python -m pytest -p no:cacheprovider "$@"
