/** What a run would take, before it is made. */
import { batchSegments, type Translator, type TranslatorUnits } from '../../../providers/translator/index.ts';
import { asRequested } from '../filling/translation-attempt.ts';
import { BATCH_LIMITS } from '../filling/translation-pending.ts';
import type { TranslationBooks } from '../translation-book.ts';
import { type LookupDeps, lookUpSegments } from '../translation-chapter-lookup.ts';
import { canAsk } from '../translation-engines.ts';
import type { LanguageGlossary } from '../translation-glossary.ts';
import { type RunScope, resolveScope, type ScopePart } from './translation-scope.ts';

/** What estimating needs. */
export interface EstimateDeps extends LookupDeps {
  readonly books: TranslationBooks;
  readonly engines: readonly Translator[];
  /** Language models that the book's author allows; undefined: all. */
  readonly allowedModels: () => readonly string[] | undefined;
}

/** What a part would take. */
export interface EstimatedPart {
  readonly key: string;
  readonly title: string;
  readonly segments: number;
  /** Segments that the memory does not have. */
  readonly missing: number;
}

/** What a run would take. */
export interface TranslationEstimate extends TranslatorUnits {
  /** `provider/model` that would be asked first; null without any. */
  readonly engine: string | null;
  readonly parts: readonly EstimatedPart[];
  readonly segments: number;
  readonly missing: number;
  readonly requests: number;
  /** USD, each segment sent once; null without an engine, or when it has no price. */
  readonly costUsd: number | null;
}

/**
 * Estimates a run by the engine that would be asked first. Texts that stand in several chapters are counted once.
 * @throws as {@link resolveScope}
 */
export async function estimateRun(deps: EstimateDeps, scope: RunScope): Promise<TranslationEstimate> {
  const { pair, parts } = resolveScope(deps.books, scope);
  const allowedModels = deps.allowedModels();
  const engine = deps.engines.find((each) => canAsk(each, pair, allowedModels));
  const glossary = await deps.glossaryOf(pair.target);
  const seen = new Set<string>();
  const estimated: EstimatedPart[] = [];
  let sum: Omit<TranslationEstimate, 'engine' | 'parts'> = {
    segments: 0,
    missing: 0,
    requests: 0,
    characters: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: engine === undefined ? null : 0,
  };
  for await (const part of parts()) {
    const { missing } = await lookUpSegments(deps, pair, part.segments);
    const fresh = missing.filter(({ hash }) => !seen.has(hash));
    for (const { hash } of fresh) seen.add(hash);
    const { key, title, segments } = part;
    estimated.push({ key, title, segments: segments.length, missing: missing.length });
    sum = { ...sum, segments: sum.segments + segments.length, missing: sum.missing + fresh.length };
    if (engine === undefined) continue;
    for (const request of requestsOf(engine, { ...part, segments: fresh }, pair, glossary)) {
      const { costUsd, ...units } = engine.estimate({ ...request, allowedModels });
      sum = {
        ...sum,
        requests: sum.requests + 1,
        characters: sum.characters + units.characters,
        inputTokens: sum.inputTokens + units.inputTokens,
        outputTokens: sum.outputTokens + units.outputTokens,
        costUsd: sum.costUsd === null || costUsd === null ? null : sum.costUsd + costUsd,
      };
    }
  }
  const model = engine?.models.find((each) => allowedModels?.includes(each)) ?? engine?.model;
  const name = engine === undefined ? null : `${engine.provider}/${model}`;
  return { engine: name, parts: estimated, ...sum };
}

/** The requests that a part would be sent in. */
function* requestsOf(
  engine: Translator,
  { title, segments }: ScopePart,
  pair: { readonly source: string; readonly target: string },
  glossary: LanguageGlossary,
): Generator<Parameters<Translator['estimate']>[0]> {
  const limits = {
    segments: Math.min(engine.limits.segments, BATCH_LIMITS.segments),
    characters: Math.min(engine.limits.characters, BATCH_LIMITS.characters),
  };
  const plains = new Map(segments.map(({ hash, plain }) => [hash, plain]));
  for (const batch of batchSegments(segments.map(asRequested), limits)) {
    const terms = batch.flatMap(({ id }) => glossary.termsIn(plains.get(id) ?? ''));
    const once = Array.from(new Map(terms.map((term) => [term.term, term])).values());
    yield { ...pair, segments: batch, chapterTitle: title, glossary: once };
  }
}
