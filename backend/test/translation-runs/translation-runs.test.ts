/** Runs over a small book, by a model that damages every third text; one of them is killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Book } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestDirectory } from '../../src/features/content/content.fixture.ts';
import { generateBook } from '../faults/printed-book.ts';
import { type BookPlace, estimateBook, fillArguments, fillBook, readMemory, startLectern } from './book-run.ts';
import { type DamagingModel, startDamagingModel } from './damaging-model.ts';
import { askedAgain, askedNames, unsafeEntries } from './memory-check.ts';
import { billedUsd } from './report-runs.ts';

const LANGUAGE = 'es';
const BAD_DAY = { language: LANGUAGE, seed: 11, damages: 0.3, faults: 0 } as const;
/** Request at which the first run is killed. */
const KILL_AT = 3;

let directory: Awaited<ReturnType<typeof manifestDirectory>>;
let root: string;
let model: DamagingModel;
let place: BookPlace;
let book: Book;
beforeAll(async () => {
  directory = await manifestDirectory();
  root = await mkdtemp(join(tmpdir(), 'lectern-runs-'));
  book = generateBook(8);
  model = await startDamagingModel(BAD_DAY);
  place = { manifest: await directory.write(book), dataDir: join(root, 'data'), baseUrl: model.baseUrl };
});
afterAll(async () => {
  await model?.close();
  await directory?.remove();
  await rm(root, { recursive: true, force: true });
});

describe('a book that is translated by a model on a bad day', () => {
  it('is priced without a request, and after a kill only what is missing is paid for', async () => {
    const estimate = await estimateBook(LANGUAGE, place);
    expect(model.requests).toHaveLength(0);
    expect(estimate).toMatchObject({ engine: 'compatible/gpt-4o-mini', costUsd: expect.any(Number) });

    const reached = Promise.withResolvers<void>();
    model.behave({ ...BAD_DAY, onRequest: (request) => void (request === KILL_AT && reached.resolve()) });
    const killed = startLectern(fillArguments(LANGUAGE), place);
    await Promise.race([reached.promise, killed.ended]);
    killed.kill();
    expect((await killed.ended).code).toBeNull();
    const held = await readMemory(LANGUAGE, place);

    model.behave({ ...BAD_DAY, seed: 12 });
    const billedBefore = billedUsd(model);
    const receipt = await fillBook(LANGUAGE, place);
    expect(receipt).toMatchObject({ stopped: null, left: 0 });
    expect(askedAgain(book, held, model.asked)).toEqual([]);
    expect(model.asked.size).toBeGreaterThan(0);

    const kept = await readMemory(LANGUAGE, place);
    expect(unsafeEntries(kept, LANGUAGE)).toEqual([]);
    // Each segment is kept, or was given up and stays in the source language.
    const hashes = new Set(kept.map(({ hash }) => hash));
    const without = Array.from(askedNames(book).keys()).filter((hash) => !hashes.has(hash));
    expect(without.length).toBeLessThanOrEqual(receipt.failed);
    expect(model.done.size).toBeGreaterThan(5);

    // The receipt has what the provider bills, retries and what was given up included.
    expect(receipt.costUsd).toBeCloseTo(billedUsd(model) - billedBefore, 6);
    expect(billedUsd(model)).toBeLessThanOrEqual(2 * (estimate.costUsd ?? 0));
  }, 600_000);
});
