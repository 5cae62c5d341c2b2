#!/usr/bin/env bash
# Runs a command in an image's root folder as a container would: process 1 of its own process namespace, the user of the image,
# no capabilities, no way to new ones, the root file system read-only, /tmp in memory, /data from outside. The network is
# this machine's. Where no engine for containers runs, this shows what one would.
# Usage (as root): run-image.sh ROOT DATA NAME=VALUE … -- COMMAND …
# shellcheck disable=SC2016 # The texts for inner shells are theirs to expand.
set -euo pipefail
root=${1:?usage: run-image.sh ROOT DATA NAME=VALUE … -- COMMAND …} data=${2:?a folder for /data}
shift 2
variables=()
while [ "${1:---}" != -- ]; do variables+=("$1"); shift; done
shift
export root data
exec unshare --mount --pid --fork --kill-child bash -c '
  set -eu
  mount --make-rprivate /
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
  mount --bind "$data" "$root/data"
  mount --bind /dev "$root/dev"
  mount -o remount,bind,ro "$root"
  exec chroot "$root" /usr/bin/setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs \
    --inh-caps=-all --bounding-set=-all -- "$@"
' run-image /usr/bin/env -i --chdir=/app \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/node \
  "${variables[@]}" "$@"
