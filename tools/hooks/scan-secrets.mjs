// The hook against secrets: no file of settings or keys is committed, and secretlint reads what is.
// Usage: node tools/hooks/scan-secrets.mjs FILE…
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const files = process.argv.slice(2).filter((path) => existsSync(path));

/** Names that hold settings of a machine, or keys; examples are made to be shared. */
const PRIVATE_NAME = /^(?:\.env(?:\..+)?|.*\.(?:pem|key|p12|pfx)|id_(?:rsa|ed25519|ecdsa))$/;
const EXAMPLE_NAME = /\.example$/;

const named = files.filter((path) => PRIVATE_NAME.test(basename(path)) && !EXAMPLE_NAME.test(path));
for (const path of named)
  console.error(`${path}: files of this name hold secrets; take it out: git rm --cached ${path}`);

const secretlint = join(root, 'node_modules', 'secretlint', 'bin', 'secretlint.js');
let found = false;
if (!existsSync(secretlint)) {
  console.error('secretlint is not installed, so texts were not searched for secrets: npm ci');
} else if (files.length > 0) {
  const rules = join(root, '.secretlintrc.json');
  const result = spawnSync(process.execPath, [secretlint, '--secretlintrc', rules, '--no-glob', ...files], {
    stdio: 'inherit',
  });
  found = result.status !== 0;
  if (found) console.error('A secret that was real is not safe any more once it has been pushed: make a new one.');
}
process.exitCode = named.length > 0 || found ? 1 : 0;
