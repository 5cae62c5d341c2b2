#!/usr/bin/env bash
# Tries the API image without an engine for containers: starts it as `docker compose` would, and in the ways that go wrong.
# Usage (as root): try-api-image.sh ROOT SITE    ROOT: the image's root folder; SITE: a built book
# shellcheck disable=SC2016 # The texts for inner shells are theirs to expand.
set -euo pipefail
root=$(cd "${1:?usage: try-api-image.sh ROOT SITE}" && pwd)
site=$(cd "${2:?a built book}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/lectern-image.XXXXXX)
children=()
finish() { for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done; rm -rf "$work"; }
trap finish EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

failed=0 passed=0
check() { # check WHAT CONDITION…
  local what=$1; shift
  if "$@"; then passed=$((passed + 1)); echo "✓ $what"; else failed=$((failed + 1)); echo "✗ $what"; fi
}

port=$(free_port) book=$(free_port)
python3 -m http.server --bind 127.0.0.1 --directory "$site" "$book" >/dev/null 2>&1 & children+=($!)
secret=$(head -c 32 /dev/urandom | base64)
settings=(NODE_ENV=production LECTERN_ENV=production HOST=127.0.0.1 "PORT=$port" DATA_DIR=/data LOG_FILE=false)
ready=("PUBLIC_URL=http://127.0.0.1:$port" "LECTERN_SECRET=$secret" "BOOK_MANIFEST=http://127.0.0.1:$book/lectern/book.json")
server=(node --conditions=lectern-source backend/src/main.ts)
mkdir "$work/data" && chown 1000:1000 "$work/data" && chmod 0700 "$work/data"

refused() { # refused NAME EXPECTED run-image's arguments…: ends with a code, and with few lines that hold EXPECTED
  local name=$1 expected=$2; shift 2
  local log=$work/$name.log code=0
  "$here/run-image.sh" "$root" "$@" >"$log" 2>&1 || code=$?
  sed 's/^/    /' "$log"
  [ "$code" -ne 0 ] && [ "$(wc -l <"$log")" -le 6 ] && grep -q "$expected" "$log"
}

echo '— What goes wrong, and is said'
check 'without a secret and an address it does not start' \
  refused secret LECTERN_SECRET "$work/data" "${settings[@]}" -- "${server[@]}"
check 'a misspelt setting is named, with the right one' \
  refused typo 'did you mean LLM_MODEL' "$work/data" "${settings[@]}" "${ready[@]}" LLM_MODLE=x -- "${server[@]}"
mkdir "$work/root-owned"
check 'a volume owned by root is named' \
  refused owner 'no permission to write to /data' "$work/root-owned" "${settings[@]}" "${ready[@]}" -- "${server[@]}"

echo '— A good start'
"$here/run-image.sh" "$root" "$work/data" "${settings[@]}" "${ready[@]}" -- "${server[@]}" >"$work/server.log" 2>&1 &
outer=$!; children+=("$outer")
for _ in $(seq 1 240); do
  curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null && break
  kill -0 "$outer" 2>/dev/null || { sed "s/^/    /" "$work/server.log"; break; }
  sleep 0.5
done
inner=$(pgrep -P "$outer" | head -n 1)
health=$(node -e '
  const text = require("node:fs").readFileSync(process.argv[1], "utf8");
  const match = /HEALTHCHECK[^\n]*\\\n\s*CMD (\[.*\])/.exec(text);
  process.stdout.write(JSON.parse(match[1])[2]);' "$here/../../backend/Dockerfile")
status() { grep "^$1:" "/proc/$inner/status"; }
within() { nsenter --target "$inner" --mount --pid --root --wd=/ setpriv --reuid=1000 --regid=1000 --clear-groups env --chdir=/app "$@"; }
check 'it is ready, with the book' curl -sf "http://127.0.0.1:$port/health/ready"
echo
check 'the health check of the image passes' within "PORT=$port" node -e "$health"
check 'the server is process 1 of its container' grep -qE '^NSpid:.*\s1$' <(status NSpid)
check 'it runs as user 1000, in no group of root' grep -qE '^Uid:\s+1000\s+1000\s+1000\s+1000$' <(status Uid)
check 'it has no capability, and can get none' \
  bash -c 'grep -qE "^CapBnd:\s+0+$" "$1" && grep -qE "^CapEff:\s+0+$" "$1" && grep -qE "^NoNewPrivs:\s+1$" "$1"' _ "/proc/$inner/status"
check 'its own code cannot be written to' bash -c '! "$@" 2>/dev/null' _ nsenter --target "$inner" --mount --root touch /app/backend/src/main.ts
check 'all it wrote belongs to it' test -z "$(find "$work/data" ! -uid 1000)"
check 'the command line reaches it' within "${settings[@]}" "${ready[@]}" lectern doctor
check 'the image holds neither npm nor tests' bash -c '! ls "$1"/usr/local/bin/npm "$1"/app/node_modules/vitest 2>/dev/null && [ -z "$(find "$1/app/backend/src" -name "*.test.ts")" ]' _ "$root"

echo '— Stopped'
kill -TERM "$inner"
code=0; wait "$outer" || code=$?
check 'SIGTERM ends it gracefully, with code 0' bash -c '[ "$1" -eq 0 ] && grep -q "\"stopped\"" "$2"' _ "$code" "$work/server.log"
tail -n 3 "$work/server.log" | cut -c1-200 | sed 's/^/    /'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
