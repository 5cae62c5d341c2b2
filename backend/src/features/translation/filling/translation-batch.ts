/** Translates a batch: engines in their order, each text checked, one retry with the reasons, kept as soon as it is good. */
import { SEGMENT_HASH_VERSION } from '@lectern/contracts';
import type { Finding, FindingCode } from '@lectern/segments';
import type { Logger } from 'pino';
import {
  batchSegments,
  type Translator,
  TranslatorFailure,
  type TranslatorFailureKind,
} from '../../../providers/translator/index.ts';
import { BudgetSpentError, PriceUnknownError } from '../../../usage/index.ts';
import type { LanguagePair, MemoryRepository, StoredTranslation } from '../memory/translation-memory.repository.ts';
import type { StoredFinding } from '../translation.table.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import { canAsk } from '../translation-engines.ts';
import { type AttemptContext, attempt, type Candidate } from './translation-attempt.ts';
import type { FailureRepository, NewFailure } from './translation-failure.repository.ts';

/** What became of a segment. */
export type SegmentOutcome =
  /** It has a translation now. */
  | { readonly type: 'translated'; readonly entry: StoredTranslation }
  /** No engine gave a text that can be shown. */
  | { readonly type: 'failed' }
  /** A limit of spending was reached, or an engine has no price. */
  | { readonly type: 'unpaid'; readonly error: BudgetSpentError | PriceUnknownError }
  /** The engines did not answer. `isPassing`: one of them may soon do. */
  | { readonly type: 'unreached'; readonly isPassing: boolean }
  /** The server ends. */
  | { readonly type: 'stopped' };

/** What a batch works with. */
export interface BatchDeps {
  /** In the order in which they are asked. */
  readonly engines: readonly Translator[];
  readonly memory: Pick<MemoryRepository, 'save'>;
  readonly failures: Pick<FailureRepository, 'save' | 'forget'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Doubts that a text is kept with when no engine does better: they hide nothing of the source. */
const ACCEPTED_DOUBTS: readonly FindingCode[] = ['letters', 'ending', 'urduLetters'];

/** Failures that may be over when the engine is asked again in a minute. */
const PASSING: ReadonlySet<TranslatorFailureKind> = new Set<TranslatorFailureKind>([
  'rate_limited',
  'unavailable',
  'timeout',
  'broken',
  'circuit_open',
]);

type Trouble = Extract<SegmentOutcome, { type: 'unpaid' | 'unreached' | 'stopped' }>;

/**
 * Translates the segments of a batch. Never throws: what an engine or the database does wrong becomes an outcome.
 * @param onOutcome told once for each segment, as soon as it is known
 */
export async function translateBatch(
  deps: BatchDeps,
  segments: readonly ChapterSegment[],
  context: AttemptContext,
  onOutcome: (hash: string, outcome: SegmentOutcome) => void,
): Promise<void> {
  const run = new BatchRun(deps, segments, context, onOutcome);
  for (const engine of deps.engines) {
    if (run.left.length === 0) break;
    if (canAsk(engine, context, context.allowedModels)) await run.tryEngine(engine);
  }
  await run.end();
}

class BatchRun {
  #left: Map<string, ChapterSegment>;
  /** The best of the texts that were not good, by hash. */
  readonly #candidates = new Map<string, Candidate>();
  readonly #deps: BatchDeps;
  readonly #context: AttemptContext;
  readonly #onOutcome: (hash: string, outcome: SegmentOutcome) => void;
  #trouble: Trouble = { type: 'unreached', isPassing: false };

  constructor(
    deps: BatchDeps,
    segments: readonly ChapterSegment[],
    context: AttemptContext,
    onOutcome: (hash: string, outcome: SegmentOutcome) => void,
  ) {
    this.#deps = deps;
    this.#context = context;
    this.#onOutcome = onOutcome;
    this.#left = new Map(segments.map((segment) => [segment.hash, segment]));
  }

  get left(): ChapterSegment[] {
    return Array.from(this.#left.values());
  }

  /** Asks one engine for what is left, and once more with the reasons where that can help. */
  async tryEngine(engine: Translator): Promise<void> {
    for (const part of batchSegments(this.left.map(withReadings), engine.limits)) {
      const segments = part.map(({ segment }) => segment);
      if (!(await this.#attempt(engine, segments))) return;
      const wrong = segments.filter(({ hash }) => this.#left.has(hash));
      if (wrong.length === 0 || !engine.takesReasons) continue;
      const reasons = new Map(wrong.map(({ hash }) => [hash, this.#reasonsOf(hash)]));
      if (!(await this.#attempt(engine, wrong, reasons))) return;
    }
  }

  /** @returns false when the engine is not to be asked again */
  async #attempt(
    engine: Translator,
    segments: readonly ChapterSegment[],
    reasons?: ReadonlyMap<string, string>,
  ): Promise<boolean> {
    try {
      const candidates = await attempt(engine, segments, this.#context, reasons);
      for (const candidate of candidates) this.#remember(candidate);
      await this.#keep(candidates.filter(isGood));
      return true;
    } catch (error) {
      this.#trouble = this.#troubleOf(error, engine);
      return false;
    }
  }

  #remember(candidate: Candidate): void {
    const { hash } = candidate.segment;
    const before = this.#candidates.get(hash);
    if (before === undefined || !isAcceptable(before) || isAcceptable(candidate)) this.#candidates.set(hash, candidate);
  }

  #troubleOf(error: unknown, { provider, model }: Translator): Trouble {
    if (this.#context.signal.aborted) return { type: 'stopped' };
    if (error instanceof BudgetSpentError || error instanceof PriceUnknownError) return { type: 'unpaid', error };
    const known = error instanceof TranslatorFailure ? { kind: error.kind } : { err: error };
    this.#deps.logger.warn({ provider, model, ...known }, 'a translation engine gave no text');
    const isPassing = error instanceof TranslatorFailure && PASSING.has(error.kind);
    const wasPassing = this.#trouble.type === 'unreached' && this.#trouble.isPassing;
    return { type: 'unreached', isPassing: isPassing || wasPassing };
  }

  #reasonsOf(hash: string): string {
    const findings = this.#candidates.get(hash)?.findings ?? [];
    return findings.map(({ message }) => message).join(' ');
  }

  /** Takes what is left at its best: with doubts that can be accepted, as a failure, or as what was in the way. */
  async end(): Promise<void> {
    const acceptable = this.left.flatMap(({ hash }) => this.#candidates.get(hash) ?? []).filter(isAcceptable);
    await this.#keep(acceptable);
    const failed = this.left.flatMap(({ hash }) => this.#failureOf(hash) ?? []);
    await this.#deps.failures
      .save(this.#pair, failed, new Date(this.#deps.now()))
      .catch((err: unknown) => this.#deps.logger.error({ err }, 'failed translations could not be noted'));
    const failedHashes = new Set(failed.map(({ hash }) => hash));
    for (const { hash } of this.left) {
      this.#onOutcome(hash, failedHashes.has(hash) ? { type: 'failed' } : this.#trouble);
    }
    this.#left.clear();
  }

  #failureOf(hash: string): NewFailure | undefined {
    const found = this.#candidates.get(hash);
    return found && { hash, engine: found.engine.engine, report: reportOf(found.findings) };
  }

  get #pair(): LanguagePair {
    return { source: this.#context.source, target: this.#context.target };
  }

  /** Keeps texts. They have been paid for: readers get them even when they cannot be kept. */
  async #keep(candidates: readonly Candidate[]): Promise<void> {
    const entries = candidates.flatMap((candidate) => this.#entryOf(candidate) ?? []);
    if (entries.length === 0) return;
    try {
      await this.#deps.memory.save(this.#pair, entries);
      await this.#deps.failures.forget(
        this.#pair,
        entries.map(({ hash }) => hash),
      );
    } catch (err) {
      this.#deps.logger.error({ err, entries: entries.length }, 'translations could not be kept');
    }
    for (const entry of entries) {
      this.#left.delete(entry.hash);
      this.#onOutcome(entry.hash, { type: 'translated', entry });
    }
  }

  #entryOf({ segment, text, findings, engine, model }: Candidate): StoredTranslation | undefined {
    if (text === undefined) return undefined;
    return {
      hash: segment.hash,
      hashVersion: SEGMENT_HASH_VERSION,
      context: '',
      status: 'machine',
      kind: segment.kind,
      source: segment.text,
      target: text,
      engine: engine.engine,
      model,
      promptVersion: engine.promptVersion,
      glossaryVersion: this.#context.glossary.versionFor(segment.plain),
      report: reportOf(findings),
      origin: null,
    };
  }
}

const withReadings = (segment: ChapterSegment) => ({
  segment,
  text: segment.text,
  readings: new Map(segment.placeholders.map(({ id, reading }) => [id, reading])),
});

/** Nothing but advice was found: it is noted, and worth no second call. */
const isGood = ({ text, findings }: Candidate): boolean =>
  text !== undefined && findings.every(({ severity }) => severity === 'advice');

const isAcceptable = ({ text, findings }: Candidate): boolean =>
  text !== undefined &&
  findings.every(
    ({ code, severity }) => severity === 'advice' || (severity === 'doubtful' && ACCEPTED_DOUBTS.includes(code)),
  );

const reportOf = (findings: readonly Finding[]): StoredFinding[] =>
  findings.map(({ code, message }) => ({ rule: code, detail: message }));
