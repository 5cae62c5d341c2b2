/** A chapter as translation sees it: its segments with words, in reading order, each in its place. Pure. */
import type { Chapter, Placeholder, SegmentKind } from '@lectern/contracts';
import { hashText, isTranslatable, quizSegments } from '@lectern/segments';

/** A segment to be translated. */
export interface ChapterSegment {
  /** Valid inside (chapter key, sourceHash) only. */
  readonly id: string;
  readonly hash: string;
  readonly kind: SegmentKind;
  readonly text: string;
  readonly plain: string;
  readonly placeholders: readonly Placeholder[];
  readonly sectionId: string;
  /** Headings above it, from the chapter's title down. */
  readonly headingPath: readonly string[];
  /** Hash of the place, see {@link contextHash}. */
  readonly context: string;
  readonly previousHash: string | null;
  readonly nextHash: string | null;
}

/** A version of a chapter. */
export interface TranslatableChapter {
  readonly key: string;
  readonly title: string;
  readonly locale: string;
  readonly sourceHash: string;
  readonly segments: readonly ChapterSegment[];
}

/**
 * Hash of a segment's place: the headings above it, and the segments before and after it.
 * @param previousHash null at the chapter's start
 * @param nextHash null at its end
 */
export const contextHash = (
  headingPath: readonly string[],
  previousHash: string | null,
  nextHash: string | null,
): string => hashText(JSON.stringify([headingPath, previousHash, nextHash]));

/** A segment without its place. */
export type PlacelessSegment = Omit<ChapterSegment, 'context' | 'previousHash' | 'nextHash'>;

/** The segments of a chapter that have words to translate: the blocks of its sections, then its quizzes. */
export const wordSegments = (chapter: Chapter): PlacelessSegment[] =>
  [...sectionTexts(chapter), ...quizTexts(chapter)].filter(({ text }) => isTranslatable(text));

/** Reads a chapter: its segments with words, each in its place. */
export const translatableChapter = (chapter: Chapter): TranslatableChapter => {
  const { key, title, locale, sourceHash } = chapter;
  const all = wordSegments(chapter);
  const segments = all.map((segment, at) => {
    const previousHash = all[at - 1]?.hash ?? null;
    const nextHash = all[at + 1]?.hash ?? null;
    const context = contextHash(segment.headingPath, previousHash, nextHash);
    return { ...segment, context, previousHash, nextHash };
  });
  return { key, title, locale, sourceHash, segments };
};

const sectionTexts = ({ sections }: Chapter): PlacelessSegment[] =>
  sections.flatMap(({ id: sectionId, headingPath, segments }) =>
    segments.map(({ id, hash, kind, text, plain, placeholders }) => ({
      id,
      hash,
      kind,
      text,
      plain,
      placeholders,
      sectionId,
      headingPath,
    })),
  );

/** Equal texts of quizzes have equal ids: each is listed once. */
const quizTexts = ({ quizzes, title }: Chapter): PlacelessSegment[] => {
  const texts = new Map<string, PlacelessSegment>();
  for (const quiz of quizzes) {
    const sectionOf = new Map(quiz.items.map((item) => [item.id, item.sectionId]));
    const headingPath = quiz.title ? [title, quiz.title] : [title];
    for (const { id, hash, kind, text, plain, placeholders, place } of quizSegments(quiz)) {
      const sectionId = sectionOf.get(place.split('.')[0] ?? '') ?? '';
      if (!texts.has(id)) texts.set(id, { id, hash, kind, text, plain, placeholders, sectionId, headingPath });
    }
  }
  return Array.from(texts.values());
};
