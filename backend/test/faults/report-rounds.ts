/** Tables of the rounds in which the server is killed, or its disk fills up. */
import { join } from 'node:path';
import type { Book } from '@lectern/contracts';
import type { BenchTable } from '../../../bench/table.ts';
import { type ChatKillRound, killDuringChat } from './chat-kill.ts';
import { meetFullDisk } from './full-disk.ts';
import { countStoredVersions, type IngestKillRound, killDuringIngest } from './ingest-kill.ts';
import { PRINTED_QUESTION, writeBook } from './printed-book.ts';
import { mountSmallDisk } from './small-disk.ts';

/** What a scenario works with. */
export interface ScenarioOptions {
  /** Empty; removed after. */
  readonly directory: string;
  readonly book: Book;
  readonly rounds: number;
  readonly seed: number;
}

/** What a scenario found. */
export interface ScenarioReport {
  readonly table: BenchTable;
  /** Empty when all is well. */
  readonly faults: readonly string[];
}

/** Runs something and reports. */
export type Scenario = (options: ScenarioOptions) => Promise<ScenarioReport>;

const READERS = 8;
/** The moment of the kill is anywhere between two acknowledgements, not only right after one. */
const CHAT_DELAY_MS = 60;
/** As long as a step of the ingest takes. */
const INGEST_DELAY_MS = 30;
const DISK_MEGABYTES = 160;

const seconds = (ms: number | undefined): string => (ms === undefined ? 'never' : (ms / 1000).toFixed(2));
/** What is looked at is not how busy the machine is: pressure, which answers 503, is another test's matter. */
const placeIn = (directory: string) => ({
  dataDir: join(directory, 'data'),
  manifest: join(directory, 'book.json'),
  env: { MAX_EVENT_LOOP_DELAY_MS: '0' },
});
const written = (output: string): string[] => (output === '' ? [] : [`the server wrote: ${output.slice(0, 500)}`]);

/** Kills during chat. */
export const reportChatKills: Scenario = async ({ directory, book, rounds, seed }) => {
  const place = placeIn(directory);
  await writeBook(place.manifest, book);
  const suggested = book.chapters.flatMap(({ suggestedQuestions }) => suggestedQuestions);
  const questions = [...suggested, PRINTED_QUESTION, 'Who won the cup in 1998?'];
  const found: ChatKillRound[] = [];
  const options = { place, rounds, seed, questions, readers: READERS, longestDelayMs: CHAT_DELAY_MS };
  for await (const round of killDuringChat(options)) found.push(round);
  return {
    table: {
      title: `kill -9 during chat: ${READERS} readers at once, JSON and streams`,
      columns: [
        'round',
        'acknowledged',
        'cut',
        'acknowledged in all',
        'messages stored',
        'lost',
        'halves',
        'restart s',
      ],
      rows: found.map((one) =>
        [one.round, one.acknowledged, one.cut, one.acknowledgedInAll, one.messages, one.lost.length, one.halves.length]
          .map(String)
          .concat(seconds(one.restartMs)),
      ),
    },
    faults: found.flatMap(({ lost, halves, output, chapters }) => [
      ...lost,
      ...halves,
      ...written(output),
      ...(chapters === book.chapters.length ? [] : [`${chapters} chapters answer`]),
    ]),
  };
};

/** Kills during ingest. */
export const reportIngestKills: Scenario = async ({ directory, book, rounds, seed }) => {
  const place = placeIn(directory);
  const found: IngestKillRound[] = [];
  const options = { place, book, rounds, seed, longestDelayMs: INGEST_DELAY_MS };
  for await (const round of killDuringIngest(options)) found.push(round);
  const stored = await countStoredVersions(place.dataDir);
  const faults = found.flatMap(({ halves, output }) => [...halves, ...written(output)]);
  if (stored.orphans > 0) faults.push(`${stored.orphans} rows of versions that never answered`);
  if (stored.indexes > 3) faults.push(`${stored.indexes} stored indexes`);
  if (stored.chapterRows > 3 * book.chapters.length) faults.push(`${stored.chapterRows} rows of chapters`);
  if (stored.byStatus['building'] !== undefined) faults.push('a build is still open');
  return {
    table: {
      title: 'kill -9 during ingest of a new printing',
      columns: ['round', 'killed after', 'first answer', 'looks', 'halves', 'index version', 'restart s'],
      rows: found.map((one) => [
        ...[one.round, one.killedAt, one.firstAnswer, one.looks, one.halves.length, one.finalVersion].map(String),
        seconds(one.restartMs),
      ]),
      notes: [
        `Stored at the end: ${stored.chapterRows} rows of chapters (${book.chapters.length} in the book, three of each are kept), ${stored.chunkRows} of chunks, ${stored.indexes} indexes, ${stored.orphans} orphans; versions ${JSON.stringify(stored.byStatus)}.`,
      ],
    },
    faults,
  };
};

/** A disk that fills up, all of it or but for some megabytes. */
export const reportFullDisk = async (
  { directory, book }: ScenarioOptions,
  spareMegabytes: number,
): Promise<ScenarioReport> => {
  const title = `A disk that fills up under the server, ${spareMegabytes} MB left`;
  const disk = mountSmallDisk(DISK_MEGABYTES);
  if (typeof disk === 'string') return { table: { title, columns: ['skipped'], rows: [[disk]] }, faults: [] };
  try {
    const { manifest } = placeIn(directory);
    await writeBook(manifest, book);
    const report = await meetFullDisk({ dataDir: join(disk.path, 'data'), manifest }, disk, spareMegabytes);
    const refused = Object.keys(report.refusals).filter((outcome) => !outcome.endsWith('507 STORAGE_FULL'));
    return {
      table: {
        title,
        columns: ['what', 'seen'],
        rows: [
          [
            'acknowledged before, while full, after',
            `${report.acknowledgedBefore}, ${report.acknowledgedWhileFull}, ${report.acknowledgedAfter}`,
          ],
          ['refused while full', JSON.stringify(report.refusals)],
          ['reading while full', JSON.stringify(report.statusWhileFull)],
          ['stored again after, s', seconds(report.recoveryMs)],
          ['stayed up; lost; halves', `${report.stayedUp}; ${report.lost.length}; ${report.halves.length}`],
        ],
      },
      faults: [
        ...report.lost,
        ...report.halves,
        ...refused.map((outcome) => `refused with ${outcome}`),
        ...Object.entries(report.statusWhileFull).flatMap(([what, status]) =>
          status === 200 ? [] : [`${what}: ${status} while full`],
        ),
        ...(report.recoveryMs === undefined ? ['nothing was stored again when there was space'] : []),
        ...(report.stayedUp ? [] : ['the server ended']),
      ],
    };
  } finally {
    disk.unmount();
  }
};
