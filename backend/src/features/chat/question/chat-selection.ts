/** Finds a selected text in the chapter that it was taken from. Pure. */
import type { Chapter, Scope } from '@lectern/contracts';
import {
  type BlockSpan,
  isFormula,
  joinBlocks,
  locateSelectedText,
  type SectionSpan,
  type SelectedPiece,
  type SourcePassage,
  tableCells,
} from '../../content/index.ts';

/** The selection scope of a request. */
export type SelectionScope = Extract<Scope, { type: 'selection' }>;

/** Finds what segments of a chapter read in another language, by id; those without a translation are left out. */
export type TranslatedTexts = (
  chapter: Chapter,
  segmentIds: readonly string[],
  language: string,
) => Promise<ReadonlyMap<string, string>>;

/** A selection, found. */
export interface LocatedSelection {
  /** The selected text alone, as the book has it. */
  readonly source: SourcePassage;
  readonly segmentIds: ReadonlySet<string>;
  readonly sectionIds: ReadonlySet<string>;
}

/**
 * Finds the selection in its chapter: blanks aside, its text has to occur in the plain text of its segments.
 * @param translations what segments read in the language that was selected in, by id
 * @throws SELECTION_NOT_IN_CHAPTER
 */
export const locateSelection = (
  chapter: Chapter,
  scope: SelectionScope,
  translations?: ReadonlyMap<string, string>,
): LocatedSelection => {
  const pieces = locateSelectedText(chapter, scope, translations);
  return {
    source: selectionPassage(chapter, pieces),
    segmentIds: new Set(pieces.map(({ segment }) => segment.id)),
    sectionIds: new Set(pieces.map(({ section }) => section.id)),
  };
};

const selectionPassage = (chapter: Chapter, pieces: readonly SelectedPiece[]): SourcePassage => {
  const blocks: BlockSpan[] = [];
  const sections: SectionSpan[] = [];
  const shown = pieces.map(({ section, segment, start, end }) => {
    const cell = tableCells(section).get(segment.id);
    return { section, segment, text: segment.plain.slice(start, end), cell: cell ? { cell } : {} };
  });
  const { text, starts } = joinBlocks(shown.map((piece) => ({ text: piece.text, ...piece.cell })));
  shown.forEach(({ section, segment, text: { length }, cell }, index) => {
    const start = starts[index] ?? 0;
    const end = start + length;
    const formula = isFormula(segment) ? { formula: true as const } : {};
    blocks.push({ kind: 'segment', id: segment.id, start, end, segmentKind: segment.kind, ...cell, ...formula });
    const previous = sections.at(-1);
    if (previous?.id === section.id) sections[sections.length - 1] = { ...previous, end };
    else {
      const { id, headingPath, permalink } = section;
      sections.push({ id, headingPath, permalink, start, end });
    }
  });
  const [head] = sections;
  return {
    chunkId: `selection.${blocks[0]?.id ?? ''}`,
    blocks,
    sections,
    passage: {
      id: `selection.${chapter.sourceHash.slice(0, 8)}.${blocks[0]?.id ?? ''}`,
      chapterId: chapter.key,
      chapterTitle: chapter.title,
      headingPath: [...(head?.headingPath ?? [])],
      url: head?.permalink ?? chapter.permalink,
      text,
      segmentIds: pieces.map(({ segment }) => segment.id),
      locale: chapter.locale,
      score: 1,
    },
  };
};
