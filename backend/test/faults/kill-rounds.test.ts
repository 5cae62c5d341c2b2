import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatKillRound, killDuringChat } from './chat-kill.ts';
import { countStoredVersions, type IngestKillRound, killDuringIngest } from './ingest-kill.ts';
import { generateBook, PRINTED_QUESTION, writeBook } from './printed-book.ts';

/** The report runs ten: see run-rounds.ts. */
const ROUNDS = 2;
const ROUNDS_MS = 240_000;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lectern-rounds-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** What is looked at is not how busy the machine is: pressure, which answers 503, is another test's matter. */
const placeOf = (root: string) => ({
  dataDir: join(root, 'data'),
  manifest: join(root, 'book.json'),
  env: { MAX_EVENT_LOOP_DELAY_MS: '0' },
});

describe('a server that is killed', { timeout: ROUNDS_MS }, () => {
  it('while readers ask has every acknowledged answer after the restart, and nothing by halves', async () => {
    const place = placeOf(directory);
    await writeBook(place.manifest, generateBook(2));
    const questions = [PRINTED_QUESTION, 'Why does a late joiner miss the map?', 'Who won the cup in 1998?'];
    const rounds: ChatKillRound[] = [];
    const options = { place, rounds: ROUNDS, readers: 6, seed: 11, longestDelayMs: 0, questions };
    for await (const round of killDuringChat(options)) rounds.push(round);
    expect(rounds.flatMap(({ lost, halves }) => [...lost, ...halves])).toEqual([]);
    expect(rounds.map(({ chapters, output }) => [chapters, output])).toEqual(rounds.map(() => [2, '']));
    expect(rounds.every(({ acknowledged, cut }) => acknowledged > 0 && cut > 0)).toBe(true);
  });

  it('while it indexes answers from a whole version after the restart, and ends on the new one', async () => {
    const place = placeOf(directory);
    const book = generateBook(6);
    const rounds: IngestKillRound[] = [];
    for await (const round of killDuringIngest({ place, book, rounds: ROUNDS, seed: 5, longestDelayMs: 0 }))
      rounds.push(round);
    expect(rounds.flatMap(({ halves }) => halves)).toEqual([]);
    expect(rounds.map(({ output }) => output)).toEqual(rounds.map(() => ''));
    const stored = await countStoredVersions(place.dataDir);
    expect(stored).toMatchObject({ orphans: 0, byStatus: { active: 1 } });
    expect(stored.byStatus['building']).toBeUndefined();
    expect(stored.indexes).toBeLessThanOrEqual(3);
    expect(stored.chapterRows).toBeLessThanOrEqual(3 * book.chapters.length);
  });
});
