/** Which part of the book a run is about: its chapters in reading order, and the titles of its modules. */
import type { SupportedLanguage } from '@lectern/contracts';
import { NotFoundError, ValidationError } from '../../../config/app-error.ts';
import { findChapter } from '../../content/index.ts';
import type { LanguagePair } from '../memory/translation-memory.repository.ts';
import type { TranslationBooks } from '../translation-book.ts';
import { type ChapterSegment, contextHash } from '../translation-chapter.ts';
import { isSameLanguage } from '../translation-text.ts';

/** What a run is about. */
export interface RunScope {
  readonly language: SupportedLanguage;
  /** Keys or ids of chapters; left out: the whole book. */
  readonly chapters?: readonly string[] | undefined;
}

/** A part of the book: a chapter, or the titles of the modules. */
export interface ScopePart {
  /** Chapter key; `modules` for the titles of the modules. */
  readonly key: string;
  readonly title: string;
  /** Each hash once. */
  readonly segments: readonly ChapterSegment[];
}

/** The parts, with the languages. */
export interface ResolvedScope {
  readonly pair: LanguagePair & { readonly target: SupportedLanguage };
  /** Reads one part after the other: a book may be large. */
  readonly parts: () => AsyncGenerator<ScopePart>;
}

const MODULES = 'modules';

/**
 * Finds the part of the book.
 * @throws CHAPTER_NOT_FOUND, LANGUAGE_NOT_OFFERED, INDEX_NOT_READY
 */
export function resolveScope(books: TranslationBooks, { language, chapters }: RunScope): ResolvedScope {
  const snapshot = books.content.snapshot();
  const source = snapshot.book.defaultLocale;
  if (isSameLanguage(source, language)) {
    throw new ValidationError('LANGUAGE_NOT_OFFERED', { detail: 'The book is written in this language.' });
  }
  const wanted = chapters?.map((id) => findChapter(snapshot, id, source).key);
  if (wanted?.length === 0) throw new NotFoundError('CHAPTER_NOT_FOUND');
  return {
    pair: { source, target: language },
    parts: async function* () {
      const outline = await books.outline(snapshot);
      for (const { entry } of outline.chapters) {
        if (wanted !== undefined && !wanted.includes(entry.key)) continue;
        const { key, title, segments } = await books.chapter(snapshot, entry, entry.sourceHash);
        yield { key, title, segments: onceEach(segments) };
      }
      if (wanted === undefined && outline.modules.length > 0) {
        yield { key: MODULES, title: snapshot.book.title, segments: onceEach(outline.modules.map(moduleSegment)) };
      }
    },
  };
}

/** A module's title as a segment without a place. */
const moduleSegment = ({ plain, hash }: { readonly plain: string; readonly hash: string }): ChapterSegment => ({
  id: hash,
  hash,
  kind: 'frontMatter',
  text: plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  plain,
  placeholders: [],
  sectionId: '',
  headingPath: [],
  context: contextHash([], null, null),
  previousHash: null,
  nextHash: null,
});

const onceEach = (segments: readonly ChapterSegment[]): ChapterSegment[] =>
  Array.from(new Map(segments.map((segment) => [segment.hash, segment])).values());
