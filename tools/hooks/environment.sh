# shellcheck shell=sh
# Sourced by the git hooks: the locked tools and the locked Node come before what the machine has.
PATH="$(git rev-parse --show-toplevel)/node_modules/.bin:$PATH"
export PATH
