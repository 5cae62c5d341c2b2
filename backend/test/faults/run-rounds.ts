/**
 * The long report on faults, on the real server and the built book: prints a table for each scenario, and ends with 1
 * when anything acknowledged was lost, anything was seen by halves, or a fault was not refused as it must be.
 *
 *     node --conditions=lectern-source backend/test/faults/run-rounds.ts [--rounds 10] [--seed 1] [chat ingest …]
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toMarkdown } from '../../../bench/table.ts';
import { generateBook, readBook } from './printed-book.ts';
import { reportBadInput, reportManifests, reportStreams } from './report-requests.ts';
import { reportChatKills, reportFullDisk, reportIngestKills, type Scenario } from './report-rounds.ts';

const BUILT_BOOK = 'docusaurus/build/lectern/book.json';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  chat: reportChatKills,
  ingest: reportIngestKills,
  manifests: reportManifests,
  input: reportBadInput,
  streams: reportStreams,
  disk: (options) => reportFullDisk(options, 0),
  'log-disk': (options) => reportFullDisk(options, 6),
};

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(SCENARIOS, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Choose from ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(2);
}

const book = existsSync(BUILT_BOOK) ? await readBook(BUILT_BOOK) : generateBook(12);
console.log(`Book: ${book.title}, ${book.chapters.length} chapters. Seed ${values.seed}, ${values.rounds} rounds.\n`);
const faults: string[] = [];
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const directory = await mkdtemp(join(tmpdir(), `lectern-${name}-`));
  try {
    const options = { directory, book, rounds: Number(values.rounds), seed: Number(values.seed) };
    const { table, faults: found } = await scenario(options);
    console.log(`${toMarkdown(table)}\n`);
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
console.log(faults.length === 0 ? 'No faults.' : `${faults.length} faults:\n${faults.join('\n')}`);
process.exitCode = faults.length === 0 ? 0 : 1;
