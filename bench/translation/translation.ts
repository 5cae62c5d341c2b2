/**
 * Chapters in another language: how fast a cached one comes, and what a hundred readers of one that nobody has translated
 * pay. The engine is a local server that speaks Google's protocol, asked by Google's own client, and keeps a bill.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chapter } from '@lectern/contracts';
import { startGoogleServer } from '../../backend/test/google-server/google-server.ts';
import { percentile } from '../percentile.ts';
import { startLectern } from '../server/running-server.ts';
import type { BenchTable } from '../table.ts';
import { readTranslation, type TranslationReading } from './translation-reader.ts';

const READERS = 100;
/** One that the site ships no memory of. */
const LANGUAGE = 'fr';
/** Reads before those that are measured. */
const WARM_UP = 10;
const NO_LIMITS = {
  BUDGET_USD_PER_DAY: '1000000',
  BUDGET_USD_PER_MONTH: '1000000',
  BUDGET_USD_PER_USER: '1000000',
  BUDGET_USD_PER_ADDRESS: '1000000',
};

const cell = (samples: readonly number[], percent: number): string => percentile(samples, percent).toFixed(1);

function cachedRow(what: string, readings: readonly TranslationReading[]): string[] {
  const first = readings.map(({ firstSegmentMs }) => firstSegmentMs);
  const all = readings.map(({ allMs }) => allMs);
  const faulty = readings.filter(({ faults, coverage }) => faults.length > 0 || coverage < 1).length;
  const segments = String(Math.min(...readings.map((reading) => reading.segments)));
  return [
    what,
    String(readings.length),
    segments,
    cell(first, 50),
    cell(first, 95),
    cell(all, 50),
    cell(all, 95),
    String(faulty),
  ];
}

/** Measures a server of its own. @returns the table of a cached chapter, and that of one that is not */
export async function benchTranslation(manifest: string, chapter: Chapter): Promise<readonly BenchTable[]> {
  const google = await startGoogleServer();
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const server = await startLectern(dataDir, manifest, {
    ...NO_LIMITS,
    MAX_EVENT_LOOP_DELAY_MS: '0',
    TRANSLATION_ENGINES: 'google-v2',
    GOOGLE_TRANSLATE_API_KEY: google.apiKey,
    GOOGLE_TRANSLATE_ENDPOINT: google.endpoint,
  });
  const read = () => readTranslation(server.url, chapter, LANGUAGE);
  try {
    const started = performance.now();
    const readers = await Promise.all(Array.from({ length: READERS }, read));
    const elapsed = performance.now() - started;
    const sent = google.requests.flatMap(({ texts }) => texts);
    const whole = readers.filter(({ coverage, faults }) => coverage === 1 && faults.length === 0).length;
    const filled: BenchTable = {
      title: `${READERS} readers ask at once for a chapter that nobody has translated`,
      columns: [
        'readers',
        'whole answers',
        'segments each',
        'requests to the engine',
        'texts sent',
        'of these different',
        'seconds',
      ],
      rows: [
        [
          String(READERS),
          String(whole),
          String(readers[0]?.segments ?? 0),
          String(google.requests.length),
          String(sent.length),
          String(new Set(sent).size),
          (elapsed / 1000).toFixed(1),
        ],
      ],
      notes: [
        'Texts sent = different texts: each segment is paid once. The load tool and the engine run on the same cores.',
      ],
    };
    for (let round = 0; round < WARM_UP; round += 1) await read();
    const alone: TranslationReading[] = [];
    for (let round = 0; round < 60; round += 1) alone.push(await read());
    const together: TranslationReading[] = [];
    for (let round = 0; round < 5; round += 1) together.push(...(await Promise.all(Array.from({ length: 20 }, read))));
    const cached: BenchTable = {
      title: `A cached chapter in another language (${chapter.id})`,
      columns: [
        'readers at once',
        'reads',
        'segments',
        'first segment p50 ms',
        'p95',
        'all segments p50 ms',
        'p95',
        'faulty',
      ],
      rows: [cachedRow('1', alone), cachedRow('20', together)],
      notes: ['At the client, over HTTP. Limits at one reader: 50 ms to the first segment, 150 ms to all.'],
    };
    return [cached, filled];
  } finally {
    await server.stop();
    await google.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
