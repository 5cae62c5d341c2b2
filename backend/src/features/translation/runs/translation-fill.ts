/** Fills the memory for a part of the book, as an operator's run: each segment paid once, what is done is kept. */
import { SERVER_PAYER } from '../../../usage/index.ts';
import type { SegmentOutcome } from '../filling/translation-batch.ts';
import type { Filling } from '../filling/translation-filling.ts';
import type { LanguagePair } from '../memory/translation-memory.repository.ts';
import type { TranslationBooks } from '../translation-book.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import { type LookupDeps, lookUpSegments } from '../translation-chapter-lookup.ts';
import { type RunScope, resolveScope, type ScopePart } from './translation-scope.ts';

/** What a run needs. */
export interface FillDeps extends LookupDeps {
  readonly books: TranslationBooks;
  readonly filling: Pick<Filling, 'want'>;
  readonly canTranslate: (pair: LanguagePair) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits until engines that failed may answer again; ends early by the signal. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How far a run is. */
export interface FillProgress {
  /** Title of the chapter. */
  readonly title: string;
  /** Segments that are settled, of the parts that were looked at until now. */
  readonly done: number;
  /** Segments of these parts. */
  readonly total: number;
  readonly costUsd: number;
}

/** How a run is made. */
export interface FillOptions {
  readonly scope: RunScope;
  /** Also translates anew what another model, prompt or glossary has made. */
  readonly outdated?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: FillProgress) => void) | undefined;
}

/** Why a run ended before its end. */
export type FillStop = 'keyless' | 'budget_spent' | 'provider_failed' | 'aborted' | 'stopping';

/** What a run did. */
export interface FillReceipt {
  readonly language: string;
  readonly segments: number;
  /** Had a translation before. */
  readonly fromMemory: number;
  readonly translated: number;
  /** No engine gave a text that can be shown. */
  readonly failed: number;
  /** Were not come to. */
  readonly left: number;
  /** UTF-16 units of the texts that were translated. */
  readonly characters: number;
  readonly costUsd: number;
  readonly durationMs: number;
  /** null: to the end. */
  readonly stopped: FillStop | null;
}

/** Pauses before an engine that failed is asked again for the same part; the last outlasts an open circuit. */
const PAUSES_MS = [2_000, 10_000, 35_000];

const STOPS: Readonly<Partial<Record<SegmentOutcome['type'], FillStop>>> = {
  unpaid: 'budget_spent',
  unreached: 'provider_failed',
  stopped: 'stopping',
};

/**
 * Makes a run. What it is stopped by is in the receipt; a next run goes on where it ended.
 * @throws as {@link resolveScope}
 */
export async function fillScope(deps: FillDeps, options: FillOptions): Promise<FillReceipt> {
  const run = new FillRun(deps, options);
  const { pair, parts } = resolveScope(deps.books, options.scope);
  const isKeyless = !deps.canTranslate(pair);
  for await (const part of parts()) await run.addPart(part, pair, isKeyless);
  return run.receipt();
}

class FillRun {
  readonly #deps: FillDeps;
  readonly #options: FillOptions;
  readonly #began: number;
  #segments = 0;
  #fromMemory = 0;
  #translated = 0;
  #failed = 0;
  #characters = 0;
  #costUsd = 0;
  #stopped: FillStop | null = null;

  constructor(deps: FillDeps, options: FillOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#began = deps.now();
  }

  /** Looks a part up, and translates what is missing unless the run is over. */
  async addPart(part: ScopePart, pair: Parameters<Filling['want']>[0]['pair'], isKeyless: boolean): Promise<void> {
    const { found, missing } = await lookUpSegments(this.#deps, pair, part.segments);
    const again = this.#options.outdated === true ? found.filter(({ status }) => status === 'outdated') : [];
    this.#segments += part.segments.length;
    this.#fromMemory += found.length - again.length;
    this.#tell(part);
    if (isKeyless && missing.length + again.length > 0) this.#stopped ??= 'keyless';
    await this.#translate(part, pair, missing, false);
    await this.#translate(
      part,
      pair,
      again.map(({ segment }) => segment),
      true,
    );
  }

  receipt(): FillReceipt {
    const done = this.#fromMemory + this.#translated + this.#failed;
    return {
      language: this.#options.scope.language,
      segments: this.#segments,
      fromMemory: this.#fromMemory,
      translated: this.#translated,
      failed: this.#failed,
      left: this.#segments - done,
      characters: this.#characters,
      costUsd: this.#costUsd,
      durationMs: Math.round(this.#deps.now() - this.#began),
      stopped: this.#stopped,
    };
  }

  async #translate(
    part: ScopePart,
    pair: Parameters<Filling['want']>[0]['pair'],
    segments: readonly ChapterSegment[],
    again: boolean,
  ): Promise<void> {
    const { signal } = this.#options;
    let open = segments;
    for (const pauseMs of [0, ...PAUSES_MS]) {
      if (this.#stopped !== null || open.length === 0) return;
      if (pauseMs > 0) await this.#deps.wait(pauseMs, signal);
      if (signal.aborted) this.#stopped ??= 'aborted';
      if (this.#stopped !== null) return;
      const hindered = await this.#attempt(part, pair, open, again);
      open = open.filter(({ hash }) => hindered.has(hash));
    }
    if (open.length > 0) this.#stopped ??= 'provider_failed';
  }

  /** Translates once. @returns hashes of what a fault hindered that may pass */
  async #attempt(
    part: ScopePart,
    pair: Parameters<Filling['want']>[0]['pair'],
    segments: readonly ChapterSegment[],
    again: boolean,
  ): Promise<ReadonlySet<string>> {
    const { signal } = this.#options;
    const hindered = new Set<string>();
    const settled = Promise.withResolvers<void>();
    let open = segments.length;
    const leave = this.#deps.filling.want({
      pair,
      chapter: part,
      segments: segments.map((segment, position) => ({ segment, urgent: false, position })),
      payer: SERVER_PAYER,
      again,
      onOutcome: (hash, outcome, costUsd) => {
        this.#costUsd += costUsd;
        if (outcome.type === 'unreached' && outcome.isPassing) hindered.add(hash);
        else this.#take(outcome);
        this.#tell(part);
        open -= 1;
        if (open === 0) settled.resolve();
      },
    });
    const onAbort = (): void => {
      this.#stopped ??= 'aborted';
      leave();
      settled.resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    await settled.promise.finally(() => signal.removeEventListener('abort', onAbort));
    return hindered;
  }

  #take(outcome: SegmentOutcome): void {
    if (outcome.type === 'translated') {
      this.#translated += 1;
      this.#characters += outcome.entry.source.length;
    } else if (outcome.type === 'failed') this.#failed += 1;
    else this.#stopped ??= STOPS[outcome.type] ?? null;
  }

  #tell({ title }: ScopePart): void {
    const done = this.#fromMemory + this.#translated + this.#failed;
    this.#options.onProgress?.({ title, done, total: this.#segments, costUsd: this.#costUsd });
  }
}
