#!/usr/bin/env bash
# Tries the git hooks in a clone that may be thrown away: a bad commit of each kind must be refused, a good one must pass.
# Usage: try-hooks.sh CLONE    (with its dependencies installed)
set -euo pipefail
cd "${1:?usage: try-hooks.sh CLONE}"
node_modules/.bin/lefthook install >/dev/null
git config user.name trial && git config user.email trial@example.invalid
passed=0 failed=0 start=$(git rev-parse HEAD)
attempt() { # attempt refused|taken WHAT PATH… : commits what lies there, then goes back to where it was
  local expected=$1 what=$2 before log code=0
  shift 2
  before=$(git rev-parse HEAD)
  git add --force "$@"
  log=$(git commit -m trial 2>&1) || code=$?
  if [ "$expected" = "$([ "$code" -eq 0 ] && echo taken || echo refused)" ]; then
    passed=$((passed + 1)); echo "✓ $expected: $what"
  else failed=$((failed + 1)); echo "✗ not $expected: $what"; fi
  grep -E '✔️|🥊|error|hold secrets|TS[0-9]+|×' <<<"$log" | head -n 6 | cut -c1-160 | sed 's/^/    /'
  git reset --quiet --hard "$before"
  git clean --quiet --force -- "$@"
}

good='/** A number. */
export const TRIAL = 1;
'
printf '%s' "$good" >docusaurus/src/trial.ts
attempt taken 'a good file' docusaurus/src/trial.ts
printf '%s\nexport const list: any = [];\n' "$good" >docusaurus/src/trial.ts
attempt refused 'an any' docusaurus/src/trial.ts
printf '%s\nexport function start(): void {\n  Promise.resolve(TRIAL);\n}\n' "$good" >docusaurus/src/trial.ts
attempt refused 'a promise that nobody waits for' docusaurus/src/trial.ts
printf '%s\nexport const text: string = TRIAL;\n' "$good" >docusaurus/src/trial.ts
attempt refused 'a wrong type' docusaurus/src/trial.ts
printf 'LOG_LEVEL=info\n' >.env
attempt refused 'a file of settings' .env
if [ -x node_modules/.bin/secretlint ]; then
  openssl genrsa 2048 >trial.txt 2>/dev/null
  attempt refused 'a private key' trial.txt
  printf 'token: ghp_%s\n' "$(head -c 200 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 36)" >trial.txt
  attempt refused 'a token' trial.txt
else echo '– secretlint is not installed: secrets in texts were not tried.'; fi
printf '%s\nexport   const   LOOSE=2\n' "$good" >docusaurus/src/trial.ts
git add docusaurus/src/trial.ts && { git commit --quiet -m trial >/dev/null 2>&1 || true; }
if git show HEAD:docusaurus/src/trial.ts | grep -q '^export const LOOSE = 2;$'; then passed=$((passed + 1)); echo '✓ formatted on the way in: a loose file'
else failed=$((failed + 1)); echo '✗ not formatted: a loose file'; fi
git reset --quiet --hard "$start"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
