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
for package in packages/contracts packages/segments packages/retrieval packages/docusaurus-plugin; do
  npm pack --silent --pack-destination "$folder" --workspace "$package"
done
tar --exclude='.lectern-build' -czf "$folder/lectern-book.tar.gz" -C docusaurus build
# What is installed to run it, the tools of development left out. npm speaks of optional packages of other systems.
npm sbom --sbom-format cyclonedx --sbom-type application --omit dev --package-lock-only >"$folder/lectern.cdx.json"
(cd "$folder" && sha256sum -- * >SHA256SUMS)
ls -l "$folder"
