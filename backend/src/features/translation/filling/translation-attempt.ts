/** One request to one engine, and what of its answer can be shown. */
import type { SupportedLanguage } from '@lectern/contracts';
import { type Finding, normalizeTranslation, validateTranslation } from '@lectern/segments';
import {
  type Translator,
  TranslatorFailure,
  type TranslatorMeter,
  type TranslatorSegment,
} from '../../../providers/translator/index.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import type { LanguageGlossary, LanguageTerm } from '../translation-glossary.ts';

/** What is common to the attempts at a batch. */
export interface AttemptContext {
  readonly source: string;
  readonly target: SupportedLanguage;
  readonly chapterTitle: string;
  readonly glossary: LanguageGlossary;
  /** Language models that the book's author allows; undefined: all. */
  readonly allowedModels: readonly string[] | undefined;
  readonly meter: TranslatorMeter;
  readonly signal: AbortSignal;
}

/** A text that an engine gave, with what was found in it. */
export interface Candidate {
  readonly segment: ChapterSegment;
  /** undefined: no text came for the segment. */
  readonly text: string | undefined;
  readonly findings: readonly Finding[];
  readonly engine: Translator;
  /** Model that answered. */
  readonly model: string;
}

/** What a segment that nothing came for is told about. */
const NOTHING_CAME: Finding = {
  code: 'placeholders',
  severity: 'unsafe',
  message: 'No text came back for this segment.',
};
/** What the engine's own filter refused. */
const REFUSED: Finding = { code: 'commentary', severity: 'unsafe', message: 'The engine refused this segment.' };

/**
 * Asks an engine once. A batch that the engine refuses as a whole is halved until what it refuses stands alone.
 * @param reasons what was wrong with the last text of each segment, by hash
 * @throws TranslatorFailure, BudgetSpentError, PriceUnknownError
 */
export async function attempt(
  engine: Translator,
  segments: readonly ChapterSegment[],
  context: AttemptContext,
  reasons?: ReadonlyMap<string, string>,
): Promise<Candidate[]> {
  try {
    return await ask(engine, segments, context, reasons);
  } catch (error) {
    if (!(error instanceof TranslatorFailure) || error.kind !== 'refused') throw error;
    const { model } = engine;
    const [only, ...more] = segments;
    if (only !== undefined && more.length === 0) {
      return [{ segment: only, text: undefined, findings: [REFUSED], engine, model }];
    }
    const half = Math.ceil(segments.length / 2);
    return [
      ...(await attempt(engine, segments.slice(0, half), context, reasons)),
      ...(await attempt(engine, segments.slice(half), context, reasons)),
    ];
  }
}

async function ask(
  engine: Translator,
  segments: readonly ChapterSegment[],
  { source, target, chapterTitle, glossary, allowedModels, meter, signal }: AttemptContext,
  reasons: ReadonlyMap<string, string> | undefined,
): Promise<Candidate[]> {
  const terms = new Map<string, LanguageTerm>();
  for (const { plain } of segments) for (const term of glossary.termsIn(plain)) terms.set(term.term, term);
  const request = {
    source,
    target,
    segments: segments.map(asRequested),
    chapterTitle,
    glossary: Array.from(terms.values()),
    allowedModels,
    signal,
  };
  const answer = await engine.translate(reasons ? { ...request, reasons } : request, meter);
  return segments.map((segment) => {
    const { model } = answer.name;
    const came = answer.results.get(segment.hash);
    if (came === undefined) return { segment, text: undefined, findings: [NOTHING_CAME], engine, model };
    const text = normalizeTranslation(segment, came, { language: target });
    const rules = glossary.termsIn(segment.plain);
    const findings = validateTranslation(segment, text, { language: target, glossary: rules });
    return { segment, text, findings, engine, model };
  });
}

/** A segment as engines get it. Answers come back by the hash: a batch holds each segment once. */
export const asRequested = ({ hash, kind, text, headingPath, placeholders }: ChapterSegment): TranslatorSegment => ({
  id: hash,
  kind,
  text,
  headingPath,
  readings: new Map(placeholders.filter(({ reading }) => reading !== '').map(({ id, reading }) => [id, reading])),
});
