/**
 * Translates a whole book by a damaging model, and prints what came of it:
 *
 *     node --conditions=lectern-source backend/test/translation-runs/run-book.ts --to es
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { supportedLanguageSchema } from '@lectern/contracts';
import { reportBookRuns } from './report-runs.ts';

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: 'es' },
    manifest: { type: 'string', default: 'docusaurus/build/lectern/book.json' },
    docs: { type: 'string', default: 'docusaurus/docs' },
    damages: { type: 'string', default: '0.05' },
    faults: { type: 'string', default: '0.03' },
    seed: { type: 'string', default: '1' },
  },
});
const dataDir = await mkdtemp(join(tmpdir(), 'lectern-run-'));
try {
  const lines = reportBookRuns({
    language: supportedLanguageSchema.parse(values.to),
    manifest: resolve(values.manifest),
    docs: resolve(values.docs),
    dataDir,
    damages: Number(values.damages),
    faults: Number(values.faults),
    seed: Number(values.seed),
  });
  for await (const line of lines) console.log(line);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
