/**
 * Kills PostgreSQL, Redis and the engine of Qdrant under load, some rounds each, and prints what readers saw and what the database holds:
 *
 *     node --conditions=lectern-source backend/test/rounds/run-outages.ts [--rounds 10] [--seed 1] [postgresql redis qdrant]
 *
 * Ends with 1 when an answer was lost, anything is there by halves, or the servers did not recover.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchTable, toMarkdown } from '../../../bench/table.ts';
import { killableQdrant } from '../qdrant-engine/killable-engine.ts';
import { killUnderLoad, type OutageOptions, type OutageRound } from './outage-rounds.ts';

const READERS = 6;

const qdrant = await killableQdrant();
/** What can be killed. A further service is one more line here, given to the servers by `others`. */
const VICTIMS: Readonly<Record<string, Pick<OutageOptions, 'victim' | 'others'>>> = {
  postgresql: { victim: ({ postgres }) => postgres },
  redis: { victim: ({ redis }) => redis },
  qdrant: { victim: () => qdrant, others: [qdrant] },
};

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(VICTIMS, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Choose from ${Object.keys(VICTIMS).join(', ')}.`);
  process.exit(2);
}

const faults: string[] = [];
for (const [name, victim] of Object.entries(VICTIMS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const directory = await mkdtemp(join(tmpdir(), `lectern-outage-${name}-`));
  const rounds: OutageRound[] = [];
  const options = { directory, rounds: Number(values.rounds), seed: Number(values.seed), readers: READERS, ...victim };
  try {
    for await (const round of killUnderLoad(options)) rounds.push(round);
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  faults.push(...rounds.flatMap(({ lost, halves }) => [...lost, ...halves].map((fault) => `${name}: ${fault}`)));
  console.log(`${toMarkdown(tableOf(name, rounds))}\n`);
}
console.log(faults.length === 0 ? 'No faults.' : `${faults.length} faults:\n${faults.join('\n')}`);
process.exitCode = faults.length === 0 ? 0 : 1;

function tableOf(name: string, rounds: readonly OutageRound[]): BenchTable {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  const failedIn = ({ failed }: OutageRound): string =>
    Object.entries(failed)
      .map(([reason, count]) => `${count} × ${reason}`)
      .join(', ') || '0';
  return {
    title: `${name} killed (kill -9) under two servers and ${READERS} readers`,
    columns: [
      'round',
      'away s',
      'answered (meanwhile)',
      'requests failed',
      'accepted',
      'complete',
      'marked',
      'lost',
      'halves',
      'recovered s',
      'log errors',
    ],
    rows: rounds.map((one) => [
      String(one.round),
      seconds(one.awayMs),
      `${one.answered} (${one.answeredMeanwhile})`,
      failedIn(one),
      ...[one.accepted, one.complete, one.marked, one.lost.length, one.halves.length].map(String),
      seconds(one.recoveryMs),
      String(one.errors.length),
    ]),
    notes: Array.from(new Set(rounds.flatMap(({ errors }) => errors)), (line) => `In the log: ${line.slice(0, 300)}`),
  };
}
