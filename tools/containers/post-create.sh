#!/usr/bin/env bash
# What both dev containers do once they are made: install, set the git hooks up, write settings, say how to begin.
# Usage: post-create.sh server|book
set -euo pipefail
part=${1:?usage: post-create.sh server|book}
cd "$(dirname "$0")/../.."
root=$PWD

node scripts/setup.mjs
PATH="$root/node_modules/.bin:$PATH" lefthook install

# Never over what somebody has written.
if [ ! -e docusaurus/.env.local ]; then cp docusaurus/.env.local.example docusaurus/.env.local; fi
if [ ! -e .env.local ]; then
  (
    umask 077
    {
      echo '# Settings of the server on this machine, over those of .env; git ignores this file. All of them: .env.example.'
      echo 'LOG_LEVEL=info'
      # The services stand beside this container when it was made with backend/.devcontainer; their passwords are no secrets.
      if [ -n "${LECTERN_DEV_SERVICES:-}" ]; then
        echo 'DATABASE_URL=postgresql://lectern:lectern@postgres:5432/lectern'
        echo 'REDIS_URL=redis://redis:6379'
        echo '# QDRANT_URL=http://qdrant:6333'
      else
        echo '# Without these the database is embedded, and limits are kept in memory.'
        echo '# DATABASE_URL=postgresql://lectern:lectern@localhost:5432/lectern'
        echo '# REDIS_URL=redis://localhost:6379'
      fi
    } >.env.local
  )
fi

cat <<'TEXT'

Ready.
  npm run dev       the book with hot reload at http://localhost:3000, the API at http://localhost:8000
  npm start         the built book and the API at http://localhost:8000
  npm run check     format, lint, types, boundaries
TEXT
case $part in
  server) echo '  npx vitest run backend/src     tests of the server' ;;
  book) echo '  npx vitest run docusaurus      tests of the book; docusaurus/STYLE_GUIDE.md is the page for authors' ;;
esac
echo 'Settings: .env.local, docusaurus/.env.local. Before a commit the hooks of lefthook.yml run.'
