/** A book's runs, one after the other, as lines. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Book, bookSchema, type SupportedLanguage } from '@lectern/contracts';
import { describeEstimate, describeReceipt } from '../../src/cli/translate-report.ts';
import type { ProviderBill } from '../openai-server/openai-record.ts';
import {
  type BookPlace,
  estimateBook,
  fillArguments,
  fillBook,
  readLedger,
  readMemory,
  startLectern,
} from './book-run.ts';
import { type DamagingModel, startDamagingModel } from './damaging-model.ts';
import { askedAgain, spliceFolder, unsafeEntries } from './memory-check.ts';

/** Which book, and how bad a day the model has. */
export interface BookRunsOptions {
  readonly language: SupportedLanguage;
  readonly manifest: string;
  /** Folder of the book's files. */
  readonly docs: string;
  /** An empty folder. */
  readonly dataDir: string;
  readonly damages: number;
  readonly faults: number;
  readonly seed: number;
}

/** Prices of `openai-server/prices.json`, USD for a million tokens. */
const PRICE = { input: 0.15, cached: 0.075, output: 0.6 } as const;
/** Share of the estimate that the first run may spend: it has to stop in the middle. */
const CAPPED_SHARE = 0.1;
/** Requests after which a run is killed. */
const KILL_AFTER = 20;

const usd = (value: number): string => `${value.toFixed(6)} USD`;

/** What a bill comes to, USD. */
const costOf = ({ inputTokens, cachedInputTokens, outputTokens }: ProviderBill): number =>
  ((inputTokens - cachedInputTokens) * PRICE.input + cachedInputTokens * PRICE.cached + outputTokens * PRICE.output) /
  1_000_000;

/** What the provider bills, by its own count, USD. */
export const billedUsd = (model: Pick<DamagingModel, 'bill'>): number =>
  Array.from(model.bill().values()).reduce((sum, bill) => sum + costOf(bill), 0);

/** Estimates, runs with too little money, kills a run, ends it, and checks what is kept. */
export async function* reportBookRuns(options: BookRunsOptions): AsyncGenerator<string> {
  const { language, manifest, dataDir, seed, damages, faults } = options;
  const book = bookSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  const behaviour = { language, seed, damages, faults };
  const model = await startDamagingModel(behaviour);
  const place: BookPlace = { manifest, dataDir: join(dataDir, 'data'), baseUrl: model.baseUrl };
  try {
    const estimate = await estimateBook(language, place);
    yield `## Estimate (${model.requests.length} requests)\n${describeEstimate(estimate)}`;
    const estimated = estimate.costUsd ?? 0;
    yield* cappedRun(options, model, place, estimated * CAPPED_SHARE);
    yield* killedRun(options, model, place, book);
    for (let run = 1; ; run += 1) {
      const held = await readMemory(language, place);
      model.behave({ ...behaviour, seed: seed + 1 + run });
      const receipt = await fillBook(language, place);
      yield `## Run to its end, part ${run}\n${describeReceipt(receipt)}`;
      yield `Asked for although the memory had it: ${askedAgain(book, held, model.asked).length}.`;
      if (receipt.stopped === null || run === 5) break;
    }
    yield* whatIsLeft(options, model, place, estimated);
  } finally {
    await model.close();
  }
}

async function* cappedRun(
  { language }: BookRunsOptions,
  model: DamagingModel,
  place: BookPlace,
  usdPerDay: number,
): AsyncGenerator<string> {
  const receipt = await fillBook(language, { ...place, usdPerDay });
  const ledger = await readLedger(place);
  yield `## Run with ${usd(usdPerDay)} for the day\n${describeReceipt(receipt)}`;
  yield `Ledger ${usd(ledger.costUsd)}, provider's bill ${usd(billedUsd(model))}: ${ledger.costUsd <= usdPerDay ? 'within' : 'ABOVE'} the limit.`;
}

async function* killedRun(
  { language, seed, damages, faults }: BookRunsOptions,
  model: DamagingModel,
  place: BookPlace,
  book: Book,
): AsyncGenerator<string> {
  const before = await readMemory(language, place);
  const reached = Promise.withResolvers<void>();
  const onRequest = (request: number): void => {
    if (request === KILL_AFTER) reached.resolve();
  };
  model.behave({ language, seed: seed + 1, damages, faults, onRequest });
  const running = startLectern(fillArguments(language), place);
  await Promise.race([reached.promise, running.ended]);
  running.kill();
  const { code } = await running.ended;
  const asked = model.asked.size;
  const kept = await readMemory(language, place);
  yield `## Run killed at request ${KILL_AFTER} (exit code ${code ?? 'none'})`;
  yield `${asked} segments asked for, ${kept.length - before.length} kept; asked for although the memory had it: ${askedAgain(book, before, model.asked).length}.`;
}

async function* whatIsLeft(
  { language, docs }: BookRunsOptions,
  model: DamagingModel,
  place: BookPlace,
  estimated: number,
): AsyncGenerator<string> {
  const entries = await readMemory(language, place);
  const ledger = await readLedger(place);
  const unsafe = unsafeEntries(entries, language);
  yield '## What is kept';
  yield `${entries.length} texts in the memory, ${unsafe.length} of them unsafe.`;
  for (const line of unsafe.slice(0, 10)) yield line;
  const { files, verified, total, translated, fellBack } = spliceFolder(docs, entries);
  yield `Spliced: ${verified} of ${files} files verified, ${translated} of ${total} segments translated, ${fellBack.length} fell back.`;
  for (const line of fellBack) yield line;
  yield `Damages and faults: ${Array.from(model.done, ([name, times]) => `${name} ${times}`).join(', ')}.`;
  yield `Ledger: ${ledger.calls} calls, ${ledger.openCalls} open, ${ledger.estimatedCalls} estimated, ${ledger.inputTokens} tokens in, ${ledger.outputTokens} out, ${usd(ledger.costUsd)}.`;
  yield `Provider's bill ${usd(billedUsd(model))}; estimate at most ${usd(estimated)}.`;
}
