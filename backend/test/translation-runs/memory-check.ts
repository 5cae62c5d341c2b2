/** Whether what a run left in the memory may be shown: every text checked, every chapter spliced. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Book, MemoryEntry, SupportedLanguage } from '@lectern/contracts';
import {
  applyTranslations,
  extendJsxRules,
  extractSegments,
  isTranslatable,
  validateTranslation,
  verifyStructure,
} from '@lectern/segments';
import { translatableChapter } from '../../src/features/translation/translation-chapter.ts';
import { toModelText } from '../../src/providers/translator/model-markup.ts';
import { askedName } from './damaging-model.ts';

/** What is wrong with the texts of a memory. */
export const unsafeEntries = (entries: readonly MemoryEntry[], language: SupportedLanguage): string[] =>
  entries.flatMap(({ source, target }) =>
    validateTranslation({ text: source }, target, { language })
      .filter(({ severity }) => severity === 'unsafe')
      .map(({ message }) => `${source}: ${message}`),
  );

/** What came of splicing the texts of a memory into a book's files. */
export interface SplicedFiles {
  readonly files: number;
  /** Files whose structure is the source's, and that compile. */
  readonly verified: number;
  /** Segments with words, and those of them that are in the language now. */
  readonly total: number;
  readonly translated: number;
  /** Segments that could not be spliced in, with the cause. */
  readonly fellBack: readonly string[];
}

/** As the shipped book's `docusaurus.config.ts` has it: `future.v4`, and its own components. */
const GRAMMAR = {
  format: 'mdx',
  mdx1Compat: { comments: false, admonitions: false, headingIds: false },
  jsxRules: extendJsxRules({ elementAttributes: ['Exercise.title', 'Diagram.description'] }),
} as const;

/** Splices the texts of a memory into all files of a folder. */
export function spliceFolder(docs: string, entries: readonly MemoryEntry[]): SplicedFiles {
  const targets = new Map(entries.map(({ hash, target }) => [hash, target]));
  let spliced: SplicedFiles = { files: 0, verified: 0, total: 0, translated: 0, fellBack: [] };
  for (const path of globSync('**/*.mdx', { cwd: docs })) {
    const source = readFileSync(join(docs, path), 'utf8');
    const options = { ...GRAMMAR, path };
    const extraction = extractSegments(source, options);
    const words = extraction.segments.filter(({ text }) => isTranslatable(text));
    const translations = new Map(
      words.flatMap(({ id, hash }): [string, string][] => {
        const target = targets.get(hash);
        return target === undefined ? [] : [[id, target]];
      }),
    );
    const { text, report } = applyTranslations(source, extraction, translations);
    spliced = {
      files: spliced.files + 1,
      verified: spliced.verified + (verifyStructure(source, text, options).ok ? 1 : 0),
      total: spliced.total + words.length,
      translated: spliced.translated + translations.size - report.fellBack.length,
      fellBack: [...spliced.fellBack, ...report.fellBack.map(({ id, reason }) => `${path} ${id}: ${reason}`)],
    };
  }
  return spliced;
}

/** Names of a book's segments as a model sees them, by hash. */
export function askedNames(book: Book): ReadonlyMap<string, string> {
  const segments = book.chapters.flatMap((chapter) => translatableChapter(chapter).segments);
  return new Map(
    segments.map(({ hash, kind, text, placeholders }) => {
      const readings = new Map(placeholders.map(({ id, reading }) => [id, reading]));
      return [hash, askedName({ kind, text: toModelText({ text, readings }) })];
    }),
  );
}

/** Segments that the memory held before a run, and that were asked for all the same. */
export const askedAgain = (
  book: Book,
  held: readonly MemoryEntry[],
  asked: ReadonlySet<string>,
): readonly MemoryEntry[] => {
  const names = askedNames(book);
  return held.filter(({ hash }) => asked.has(names.get(hash) ?? ''));
};
