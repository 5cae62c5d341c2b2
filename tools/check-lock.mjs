// Every optional platform package that the lock names must itself be in the lock:
// npm drops the ones a registry lacks without a word, and then `npm ci` refuses on those platforms.
import { readFileSync } from 'node:fs';

const packages = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).packages;

/** Looks a dependency up as Node does: from the package's own node_modules towards the root. */
function isLocked(from, name) {
  for (let directory = from; ; directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/node_modules/')))) {
    if (packages[`${directory ? `${directory}/` : ''}node_modules/${name}`]) return true;
    if (directory === '') return false;
    if (!directory.includes('/node_modules/')) {
      if (packages[`node_modules/${name}`]) return true;
      return false;
    }
  }
}

const holes = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {}))
    if (!isLocked(path, name)) holes.push(`${path || '(root)'} → ${name}`);
}
const foreign = Object.entries(packages).filter(
  ([, entry]) => entry.resolved && !entry.resolved.startsWith('https://registry.npmjs.org/') && !entry.link,
);
for (const hole of holes) console.error(`package-lock.json: ${hole} is not locked`);
for (const [path] of foreign)
  console.error(`package-lock.json: ${path} is resolved from another place than the public registry`);
if (holes.length + foreign.length > 0) {
  console.error('Make the lock again: npm install --package-lock-only --before=<date>');
  process.exit(1);
}
console.log(`lock: ${Object.keys(packages).length} packages, no holes`);
