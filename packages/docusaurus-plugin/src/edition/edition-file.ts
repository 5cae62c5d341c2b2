/** One file in another language: Markdown spliced and verified, a quiz with its texts exchanged. Pure. */
import { quizSchema } from '@lectern/contracts';
import {
  applyTranslations,
  type ExtractedSegment,
  type ExtractOptions,
  extractSegments,
  isTranslatable,
  type QuizSegment,
  quizSegments,
  replaceQuizTexts,
  type SpliceFallback,
  unescapeText,
} from '@lectern/segments';
import type { EditionMemory } from './edition-memory.ts';

/** A file of an edition. */
export interface EditionFile {
  readonly text: string;
  /** Segments with words in the source. */
  readonly total: number;
  /** Of these, in the edition's language. */
  readonly translated: number;
  /** Segments that could not be spliced in, with the reason. */
  readonly fellBack: readonly SpliceFallback[];
  /** Hash of each segment of the edition → hash of the one that it translates. */
  readonly sources: Readonly<Record<string, string>>;
}

const hasWords = ({ text }: Pick<ExtractedSegment, 'text'>): boolean => isTranslatable(text);

/** Ties the segments of an edition to those of its source: there are as many, in the same order. */
function tieSegments(
  source: readonly Pick<ExtractedSegment, 'hash'>[],
  edition: readonly Pick<ExtractedSegment, 'hash'>[],
): Record<string, string> {
  const sources: Record<string, string> = {};
  if (source.length !== edition.length) return sources;
  edition.forEach(({ hash }, index) => {
    const from = source[index];
    if (from !== undefined) sources[hash] ??= from.hash;
  });
  return sources;
}

/**
 * Translates a Markdown file. What has no text in the memory, or cannot be spliced in safely, stays as it is.
 * @throws SegmentParseError when the source is not valid
 */
export function translateMarkdown(
  source: string,
  options: ExtractOptions & { readonly headingIds: 'comment' | 'classic' },
  memory: EditionMemory,
): EditionFile {
  const { headingIds, ...extract } = options;
  const extraction = extractSegments(source, extract);
  const translations = new Map(
    extraction.segments.filter(hasWords).flatMap((segment): [string, string][] => {
      const text = memory.find(segment);
      return text === undefined ? [] : [[segment.id, text]];
    }),
  );
  const { text, report } = applyTranslations(source, extraction, translations, { headingIds });
  const fellBack = new Set(report.fellBack.map(({ id }) => id));
  return {
    text,
    total: extraction.segments.filter(hasWords).length,
    translated: Array.from(translations.keys()).filter((id) => !fellBack.has(id)).length,
    fellBack: report.fellBack,
    sources: tieSegments(extraction.segments, extractSegments(text, extract).segments),
  };
}

/**
 * Translates a quiz. Ids, keys and numbers stay.
 * @throws Error when it is no quiz
 */
export function translateQuiz(source: string, memory: EditionMemory): EditionFile {
  const quiz = quizSchema.parse(JSON.parse(source));
  const segments = quizSegments(quiz);
  const texts = new Map(
    segments.flatMap((segment: QuizSegment): [string, string][] => {
      const text = memory.find(segment);
      return text === undefined ? [] : [[segment.place, unescapeText(text)]];
    }),
  );
  const translated = replaceQuizTexts(quiz, texts);
  return {
    text: `${JSON.stringify(translated, null, 2)}\n`,
    total: segments.length,
    translated: texts.size,
    fellBack: [],
    sources: tieSegments(segments, quizSegments(translated)),
  };
}
