/** Compresses a built site ahead for nginx, which serves `.gz` files only. Usage: `node tools/containers/compress-site.ts DIRECTORY`. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compressSite } from '../../backend/src/middleware/site-compression.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('Usage: node tools/containers/compress-site.ts DIRECTORY');
  process.exit(2);
}
const { written, fault } = await compressSite(directory);
if (fault !== null) {
  console.error(`${directory} could not be compressed: ${fault.message}`);
  process.exit(1);
}
for (const name of await readdir(directory, { recursive: true })) {
  if (name.endsWith('.br')) await rm(join(directory, name));
}
console.log(`compressed ahead: ${written / 2} files`);
