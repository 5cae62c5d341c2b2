/**
 * Makes the template of {@link findTemplate} for the installed versions:
 * `node --conditions=lectern-source backend/src/db/make-template.ts`.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { readEngineVersions, TEMPLATE_DIRECTORY, templateName } from './template.ts';

async function makeTemplate(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-template-'));
  try {
    const database = await PGlite.create({ dataDir: join(folder, 'postgres'), extensions: { vector } });
    await database.exec('CREATE EXTENSION IF NOT EXISTS vector');
    await database.exec('CHECKPOINT');
    const archive = await database.dumpDataDir('none');
    const bytes = Buffer.from(await archive.arrayBuffer());
    await database.close();
    return gzipSync(bytes, { level: 9 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(TEMPLATE_DIRECTORY, { recursive: true });
for (const name of readdirSync(TEMPLATE_DIRECTORY)) {
  if (name.endsWith('.tgz')) rmSync(join(TEMPLATE_DIRECTORY, name));
}
const name = templateName(readEngineVersions());
const template = await makeTemplate();
writeFileSync(join(TEMPLATE_DIRECTORY, name), template);
console.log(`backend/template/${name}: ${(template.length / 1024 / 1024).toFixed(1)} MB`);
