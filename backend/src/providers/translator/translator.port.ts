/**
 * The port to translation engines: engine-neutral segments in, engine-neutral texts out (TRANSLATION §2.5). An adapter
 * turns placeholders into what its engine keeps and back, and gives what came; whether that is good is judged by
 * `validateTranslation`, and what is done about it (another try with the reason, the next engine, the source) by those who
 * call it. `translator.contract.ts` is the suite that each adapter passes.
 */
import type { GlossaryTerm, SegmentKind } from '@lectern/contracts';

/** What kind of engine it is; provenance in the memory. */
export type TranslatorEngine = 'google' | 'llm' | 'pseudo';

/** An engine as receipts and the price table know it. */
export interface TranslatorName {
  readonly provider: string;
  readonly model: string;
}

/** One block of text to be translated. */
export interface TranslatorSegment {
  /** Any text that is unique in the request; answers come back by it. */
  readonly id: string;
  readonly kind: SegmentKind;
  /** Engine-neutral: XML-escaped, atoms `<x1/>`, pairs `<g2>…</g2>`. */
  readonly text: string;
  /** Headings above it, outermost first. */
  readonly headingPath: readonly string[];
  /** What the reader reads at an atom's place (code, TeX, alt text), by placeholder id: shown to engines as context. */
  readonly readings: ReadonlyMap<string, string>;
}

/** How one term is to be written. */
export interface TranslatorTerm {
  readonly term: string;
  /** keep: in Latin script; transliterate: its sound in the target's script; translate: as `target` says. */
  readonly policy: GlossaryTerm['policy'];
  /** The word in the target language, where there is one. */
  readonly target?: string | undefined;
}

/** What is to be translated. At most what `limits` allows: see `batchSegments`. */
export interface TranslatorRequest {
  /** BCP 47 tags. */
  readonly source: string;
  readonly target: string;
  readonly segments: readonly TranslatorSegment[];
  readonly chapterTitle: string;
  /** Terms that occur in the segments; others only cost. */
  readonly glossary: readonly TranslatorTerm[];
  /** Language models that the author allows for the book, by name; left out: all. */
  readonly allowedModels?: readonly string[] | undefined;
  /** What was wrong with the text that came before, by segment id; only for engines that `takesReasons`. */
  readonly reasons?: ReadonlyMap<string, string>;
  /** Aborted when nobody waits any more: it reaches the provider. */
  readonly signal: AbortSignal;
}

/** What a call takes, or may take at most. */
export interface TranslatorUnits {
  /** Characters that are billed, in Unicode code points; 0 for engines billed by the token. */
  readonly characters: number;
  /** tokens; 0 for engines billed by the character */
  readonly inputTokens: number;
  /** tokens; of an estimate: the most that may come back */
  readonly outputTokens: number;
}

/** What a run of calls took. */
export interface TranslatorUsage extends TranslatorUnits {
  /** Of the input, tokens that the provider had cached. */
  readonly cachedInputTokens: number;
  /** Whether some of it is our own count. */
  readonly estimated: boolean;
}

/** What a request would cost. */
export interface TranslatorEstimate extends TranslatorUnits {
  /** USD at the prices of `usage/`, each segment sent once; null when the engine has no price, and is refused. */
  readonly costUsd: number | null;
}

/** What came of a request. */
export interface TranslatorAnswer {
  /** Engine-neutral text by segment id. A segment that is not there got no text that could be read. */
  readonly results: ReadonlyMap<string, string>;
  /** Which engine it was, with the model that answered in the end. */
  readonly name: TranslatorName;
  readonly usage: TranslatorUsage;
}

/** Money set aside for one call. */
export interface TranslatorReservation {
  /** Books what the call took. Never throws what would break an answer. */
  settle(usage: TranslatorUsage): Promise<unknown>;
  /** Gives the money back: nothing was spent. */
  release(): Promise<unknown>;
}

/**
 * Sets money aside before each call to a provider (a request may take more than one).
 * @see meterTranslations in usage/
 * @throws BudgetSpentError, PriceUnknownError (usage/ledger.port.ts): no call is made then
 */
export type TranslatorMeter = (name: TranslatorName, estimate: TranslatorUnits) => Promise<TranslatorReservation>;

/** What one request may hold. */
export interface TranslatorLimits {
  readonly segments: number;
  /** UTF-16 units of the segments' texts and readings together. A single segment may be longer than that. */
  readonly characters: number;
}

/** One engine. */
export interface Translator extends TranslatorName {
  readonly engine: TranslatorEngine;
  readonly limits: TranslatorLimits;
  /** Whether a second try that names what was wrong can come out better; otherwise the same comes back. */
  readonly takesReasons: boolean;
  /** Whether calls cost nothing and leave the process: these are not booked. */
  readonly isLocal: boolean;
  /** Language models that may answer, in their order; empty for an engine that is none. */
  readonly models: readonly string[];
  /** Version of the prompt; null for engines without one. */
  readonly promptVersion: string | null;
  /** Whether it translates between these languages (BCP 47), as far as is known without asking. */
  supports(source: string, target: string): boolean;
  /** Counts what a request would take, without a call. */
  estimate(request: Omit<TranslatorRequest, 'signal'>): TranslatorEstimate;
  /**
   * Translates. What one call got is given even when a further one for the rest failed.
   * @throws TranslatorFailure when nothing came; BudgetSpentError, PriceUnknownError from the meter before the first call
   */
  translate(request: TranslatorRequest, meter: TranslatorMeter): Promise<TranslatorAnswer>;
}

/** Why a request gave no texts. */
export type TranslatorFailureKind =
  /** 401, 403: the key or the account is wrong, or the service is not switched on. */
  | 'unauthorized'
  /** 404: an unknown model, project or glossary. */
  | 'not_found'
  /** 400: the engine does not take the request. */
  | 'bad_request'
  /** More than `limits` allows; no call was made. */
  | 'too_large'
  /** 429, and Google's 403 of a quota a minute. */
  | 'rate_limited'
  /** The quota of the day is used up. */
  | 'quota_spent'
  /** 5xx, or no connection. */
  | 'unavailable'
  | 'timeout'
  /** Cut in the middle, malformed, or a page. */
  | 'broken'
  /** The provider's filter or the model itself refused. */
  | 'refused'
  /** The engine does not know the language. */
  | 'unsupported_language'
  /** The circuit is open: the engine was not asked. */
  | 'circuit_open'
  /** The caller's signal. */
  | 'aborted';

/** A request that gave no texts. Its message is ours: a provider's own text may hold anything and goes nowhere. */
export class TranslatorFailure extends Error {
  readonly kind: TranslatorFailureKind;
  /** From Retry-After, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: TranslatorFailureKind,
    options: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(`the translation engine gave no text: ${kind}`, { cause: options.cause });
    this.name = 'TranslatorFailure';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}
