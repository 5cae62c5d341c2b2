#!/usr/bin/env bash
# Puts what a release holds into a folder: the packed packages, the built book, the list of all that is in them
# (SBOM, CycloneDX), and checksums. Usage: bash tools/workflows/pack-release.sh <folder>, in an installed checkout.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:?name the folder that the files go into}
rm -rf "$folder"
mkdir -p "$folder"

node scripts/setup.mjs
node scripts/build-book.mjs
for package in packages/contracts packages/segments packages/docusaurus-plugin; do
  npm pack --silent --pack-destination "$folder" --workspace "$package"
done
tar --exclude='.lectern-build' -czf "$folder/lectern-book.tar.gz" -C docusaurus build
# What is installed here to run it, without the tools of development. From the lock alone npm refuses: a package for
# WebAssembly that no system of ours installs wants another version than the lock has.
npm sbom --sbom-format cyclonedx --sbom-type application --omit dev >"$folder/lectern.cdx.json"
(cd "$folder" && sha256sum -- * >SHA256SUMS)
ls -l "$folder"
