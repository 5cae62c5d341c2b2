/**
 * Writes the hashes of new migrations beside the old ones, which makes them final:
 * `node --conditions=lectern-source backend/src/db/freeze-migrations.ts`. To be run when migrations are merged.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MIGRATIONS_FOLDER, readMigrations } from './migrate.ts';

const FrozenHashes = z.record(z.string(), z.string());

/** File that holds the SHA-256 of each final migration by its name. */
export const FROZEN_PATH: string = join(MIGRATIONS_FOLDER, 'frozen.json');

/** Hashes of the final migrations by name. */
export function readFrozenHashes(): Record<string, string> {
  return existsSync(FROZEN_PATH) ? FrozenHashes.parse(JSON.parse(readFileSync(FROZEN_PATH, 'utf8'))) : {};
}

if (import.meta.main) {
  const hashes = Object.fromEntries(readMigrations().map(({ name, hash }) => [name, hash]));
  // What is final stays as it is: an edited migration then fails its test.
  writeFileSync(FROZEN_PATH, `${JSON.stringify({ ...hashes, ...readFrozenHashes() }, null, 2)}\n`);
}
