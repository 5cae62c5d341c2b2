/** What becomes of answers when PostgreSQL or Redis is killed under load: two rounds each; run-outages.ts runs ten. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killUnderLoad, type OutageRound, type OutageServices } from './outage-rounds.ts';

/** Starting processes takes long on a machine that does much else. */
const ROUNDS_MS = 240_000;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lectern-outages-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// In the run with services only: it brings servers of its own, which it kills.
it.skipIf(process.env['LECTERN_TEST_DATABASE_URL'] === undefined)(
  'two servers lose no accepted answer when PostgreSQL and Redis are killed by turns, and recover by themselves',
  async () => {
    const rounds: OutageRound[] = [];
    const options = {
      directory,
      rounds: 4,
      seed: 3,
      readers: 4,
      victim: ({ postgres, redis }: OutageServices, round: number) => (round % 2 === 1 ? postgres : redis),
    };
    for await (const round of killUnderLoad(options)) rounds.push(round);
    expect(rounds).toHaveLength(4);
    expect(rounds.flatMap(({ lost, halves }) => [...lost, ...halves])).toEqual([]);
    expect(rounds.every(({ answered, accepted }) => answered > 0 && accepted >= answered)).toBe(true);
    // Without Redis nothing is refused at all: each server goes on with its own memory.
    expect(rounds.map(({ failed }, at) => (at % 2 === 1 ? failed : {}))).toEqual([{}, {}, {}, {}]);
  },
  ROUNDS_MS,
);
