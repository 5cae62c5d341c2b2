/** What the exchange of a chapter's texts costs in the page: in Chromium, on the built book, from the memory that it ships. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chapter } from '@lectern/contracts';
import { type Browser, chromium } from 'playwright-core';
import { percentile } from '../percentile.ts';
import { startLectern } from '../server/running-server.ts';
import type { BenchTable } from '../table.ts';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const ROUNDS = 7;
/** The limit is for so many segments. */
const COUNTED_SEGMENTS = 200;
const LIMIT_MS = 50;

/** One chapter that came in another language, ms. */
interface Swap {
  readonly segments: number;
  /** Scripts between the click and the last segment: events, rendering, what stands around the text. */
  readonly scripting: number;
  /** Exchanging texts alone, with the layout that keeping the reader's place needs. */
  readonly exchanging: number;
  /** The longest that the page could not answer at once. */
  readonly longest: number;
}

async function swapOnce(browser: Browser, address: string): Promise<Swap> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.locator('.lectern-translation').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const scripting = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
  };
  const before = await scripting();
  await page.keyboard.press('t');
  await page.getByRole('menuitemradio', { name: 'اردو' }).click();
  await page.locator('.lectern-translation-badge').waitFor();
  await page.locator('.lectern-progress-line').waitFor({ state: 'detached' });
  const after = await scripting();
  const flushes = await page.evaluate(() =>
    performance.getEntriesByName('lectern-swap').map((entry) => ({
      duration: entry.duration,
      segments: entry instanceof PerformanceMeasure ? Number(Reflect.get(Object(entry.detail), 'segments')) : 0,
    })),
  );
  await context.close();
  return {
    segments: flushes.reduce((sum, { segments }) => sum + segments, 0),
    scripting: after - before,
    exchanging: flushes.reduce((sum, { duration }) => sum + duration, 0),
    longest: Math.max(...flushes.map(({ duration }) => duration)),
  };
}

/**
 * Measures the exchange. @returns a table without rows where there is no Chromium
 */
export async function benchSegmentSwap(manifest: string, chapter: Chapter): Promise<BenchTable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const swaps: Swap[] = [];
  const server = await startLectern(dataDir, manifest);
  try {
    if (CHROMIUM !== undefined) {
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
      // The first loads what the others find in the cache of the server.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const swap = await swapOnce(browser, server.url + chapter.permalink);
        if (round > 0) swaps.push(swap);
      }
      await browser.close();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  const row = (what: string, measureOf: (swap: Swap) => number): string[] => {
    const values = swaps.map(measureOf);
    return [what, ...[50, 95].map((percent) => percentile(values, percent).toFixed(1))];
  };
  const perCount = (measureOf: (swap: Swap) => number) => (swap: Swap) =>
    (measureOf(swap) / swap.segments) * COUNTED_SEGMENTS;
  return {
    title: `A chapter changes its language in the page (${chapter.id}, ${swaps[0]?.segments ?? 0} segments)`,
    columns: ['what', 'p50 ms', 'p95 ms'],
    rows:
      swaps.length === 0
        ? []
        : [
            row(
              `exchanging ${COUNTED_SEGMENTS} segments, layout for the reader’s place in it`,
              perCount(({ exchanging }) => exchanging),
            ),
            row('longest exchange in one frame', ({ longest }) => longest),
            row('all scripts from the click to the last segment, menu and loading in it', ({ scripting }) => scripting),
          ],
    notes: [
      CHROMIUM === undefined
        ? 'There is no Chromium on this machine.'
        : `${ROUNDS} rounds in Chromium. Limit: ${LIMIT_MS} ms of scripting for the exchange of ${COUNTED_SEGMENTS} segments.`,
    ],
  };
}
