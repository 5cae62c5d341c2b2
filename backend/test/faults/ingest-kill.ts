/** Kills the server while it indexes a new printing of the book, starts it again, and looks which printing answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Book, bookResponseSchema, searchResponseSchema } from '@lectern/contracts';
import { z } from 'zod';
import { connectControl } from '../../src/control/index.ts';
import { openDatabase } from '../../src/db/client.ts';
import { PRINTING_WORD, printBook, printingWord, writeBook } from './printed-book.ts';
import { createSeededRandom, pickWhole } from './seeded-random.ts';
import { type ServerPlace, type ServerProcess, startServerProcess, stopCleanly } from './server-process.ts';

/** How the rounds run. */
export interface IngestKillOptions {
  /** Its manifest is written here: a path. */
  readonly place: ServerPlace;
  readonly book: Book;
  readonly rounds: number;
  readonly seed: number;
  /** Longest time from the step at which it is killed to the kill, ms; 0: kills right at it. */
  readonly longestDelayMs: number;
}

/** One round, after the restart. */
export interface IngestKillRound {
  readonly round: number;
  /** Step of the ingest after which the server was killed, e.g. `writing 2/6`. */
  readonly killedAt: string;
  /** Printing that answered first after the restart: `old` or `new`; else what was wrong. */
  readonly firstAnswer: 'old' | 'new';
  /** Looks at the book and at a search, from the restart until the new printing answered. */
  readonly looks: number;
  /** Answers that mixed printings or missed chapters. */
  readonly halves: readonly string[];
  readonly finalVersion: number;
  readonly restartMs: number;
  readonly output: string;
}

/** What the rounds left in the database. */
export interface StoredVersions {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly chapterRows: number;
  readonly chunkRows: number;
  readonly indexes: number;
  /** Rows that belong to a version that never answered. */
  readonly orphans: number;
}

/** A look at a running server. */
interface Look {
  readonly state: 'old' | 'new' | 'half';
  readonly detail: string;
  readonly version: number;
}

const PROGRESS = z.object({ phase: z.string(), done: z.number(), total: z.number() });
/** Steps of an ingest beside its chapters: reading, the first of writing, indexing, refining. */
const STEPS_BESIDE = 4;
const SETTLE_TIMEOUT_MS = 120_000;
const LOOK_PAUSE_MS = 20;

/** Runs the rounds on one data directory, one after the other; the server is stopped at the end. */
export async function* killDuringIngest(options: IngestKillOptions): AsyncGenerator<IngestKillRound> {
  const { place, rounds, seed, longestDelayMs } = options;
  const random = createSeededRandom(seed);
  let current = printBook(options.book, 0);
  await writeBook(place.manifest, current);
  let server = await startServerProcess(place);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      // Behind what the start itself indexes: that one must not take the next printing before it is to be killed.
      (await ingestUntil(place, Number.POSITIVE_INFINITY)).leave();
      // About two chapters of three are of the new printing; the first always is.
      const changed = new Set(current.chapters.flatMap((_, at) => (at === 0 || random() < 0.66 ? at : [])));
      const next = printBook(current, round, (at) => changed.has(at));
      await writeBook(place.manifest, next);
      const reached = await ingestUntil(place, pickWhole(random, 1, changed.size + STEPS_BESIDE));
      if (longestDelayMs > 0) await delay(pickWhole(random, 0, longestDelayMs));
      await server.kill();
      reached.leave();
      const output = server.output();
      server = await startServerProcess(place);
      const settled = await settle(server, current, next);
      yield {
        round,
        killedAt: reached.last,
        ...settled,
        restartMs: server.readyMs,
        output: output + server.output(),
      };
      current = next;
    }
  } finally {
    await stopCleanly(server);
  }
}

/**
 * Starts an ingest in the server and waits for its `count`-th step, or for its end. The connection stays open until
 * `leave`: a command line that goes away would end the ingest before the kill does.
 */
async function ingestUntil(place: ServerPlace, count: number): Promise<{ last: string; leave: () => void }> {
  const client = await connectControl(place.dataDir);
  if (client === undefined) throw new Error('The server has no control socket.');
  const leave = () => client.close();
  const events = client.runCommand('ingest');
  let last = 'nothing';
  for (let step = 1; step <= count; step += 1) {
    const { value: event } = await events.next();
    if (event === undefined || event.type === 'result') return { last: 'its end', leave };
    const { phase, done, total } = PROGRESS.parse(event.data);
    last = `${phase} ${done}/${total}`;
  }
  return { last, leave };
}

async function settle(server: ServerProcess, old: Book, next: Book) {
  const halves: string[] = [];
  let firstAnswer: 'old' | 'new' | undefined;
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  for (let looks = 1; ; looks += 1) {
    const look = await lookAt(server.origin, old, next);
    if (look.state === 'half') halves.push(look.detail);
    else firstAnswer ??= look.state;
    if (look.state === 'new') {
      halves.push(...(await searchFaults(server.origin, next)));
      return { firstAnswer: firstAnswer ?? 'new', looks, halves, finalVersion: look.version };
    }
    if (performance.now() > deadline) throw new Error(`The new printing never answered: ${server.output()}`);
    await delay(LOOK_PAUSE_MS);
  }
}

const hashesOf = (chapters: readonly { readonly key: string; readonly sourceHash: string }[]): string =>
  chapters
    .map(({ key, sourceHash }) => `${key} ${sourceHash}`)
    .toSorted()
    .join('\n');

/** The outline is a whole printing: its title and all chapters are of the old one, or all are of the new one. */
async function lookAt(origin: string, old: Book, next: Book): Promise<Look> {
  const response = await fetch(`${origin}/api/v1/book`);
  if (!response.ok) return { state: 'half', detail: `/book answered ${response.status}`, version: 0 };
  const shown = bookResponseSchema.parse(await response.json());
  const found = `${shown.title}\n${hashesOf(shown.chapters)}`;
  if (found === `${next.title}\n${hashesOf(next.chapters)}`)
    return { state: 'new', detail: '', version: shown.indexVersion };
  if (found === `${old.title}\n${hashesOf(old.chapters)}`)
    return { state: 'old', detail: '', version: shown.indexVersion };
  return { state: 'half', detail: `version ${shown.indexVersion} is a mixture: ${found}`, version: shown.indexVersion };
}

/** Every printing that a chapter of the book is of is found by its word, with the text that the manifest has. */
async function searchFaults(origin: string, book: Book): Promise<string[]> {
  const faults: string[] = [];
  const printings = new Set(
    [...JSON.stringify(book.chapters).matchAll(PRINTING_WORD)].map(([, number]) => Number(number)),
  );
  const latest = Math.max(...printings);
  const response = await fetch(`${origin}/api/v1/search?limit=20&q=${printingWord(latest)}`);
  if (!response.ok) return [`/search answered ${response.status}`];
  const { hits } = searchResponseSchema.parse(await response.json());
  const expected = book.chapters.filter((chapter) => JSON.stringify(chapter).includes(printingWord(latest)));
  const keys = new Set(expected.map(({ key }) => key));
  const found = new Set(
    hits.filter(({ snippet }) => snippet.includes(printingWord(latest))).map((hit) => hit.chapterId),
  );
  if (found.size < Math.min(expected.length, 20))
    faults.push(`${found.size} of ${expected.length} chapters of printing ${latest} are found`);
  for (const key of found) if (!keys.has(key)) faults.push(`${key} is found, and is not of printing ${latest}`);
  return faults;
}

/** Counts what is stored; the server must not run. */
export async function countStoredVersions(dataDir: string): Promise<StoredVersions> {
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  const database = await openDatabase({ dataDir, logger });
  try {
    const statuses = await database.sql<{ status: string; count: number }[]>`
      select status, count(*)::int as count from index_version group by status`;
    const [rows] = await database.sql<{ chapters: number; chunks: number; indexes: number; orphans: number }[]>`
      with active as (select version from index_version where status = 'active')
      select (select count(*) from chapter)::int as chapters,
             (select count(*) from chunk)::int as chunks,
             (select count(distinct hash) from index_blob)::int as indexes,
             ((select count(*) from chapter where first_version > (select version from active))
               + (select count(*) from chunk where first_version > (select version from active)))::int as orphans`;
    return {
      byStatus: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
      chapterRows: rows?.chapters ?? 0,
      chunkRows: rows?.chunks ?? 0,
      indexes: rows?.indexes ?? 0,
      orphans: rows?.orphans ?? 0,
    };
  } finally {
    await database.close();
  }
}
