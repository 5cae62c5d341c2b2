/** Finds a selected text in the chapter that it was taken from. Pure. */
import type { Chapter, Scope, Section, Segment } from '@lectern/contracts';
import { ValidationError } from '../../../config/app-error.ts';
import {
  type BlockSpan,
  isFormula,
  joinBlocks,
  type SectionSpan,
  type SourcePassage,
  tableCells,
} from '../../content/index.ts';

/** The selection scope of a request. */
export type SelectionScope = Extract<Scope, { type: 'selection' }>;

/** A part of a segment that is selected. */
interface SelectedPiece {
  readonly section: Section;
  readonly segment: Segment;
  /** Range in segment.plain. */
  readonly start: number;
  readonly end: number;
}

/** A selection, found. */
export interface LocatedSelection {
  /** The selected text alone, as the book has it. */
  readonly source: SourcePassage;
  readonly segmentIds: ReadonlySet<string>;
  readonly sectionIds: ReadonlySet<string>;
}

/**
 * Finds the selection in its chapter: blanks aside, its text has to occur in the plain text of its segments.
 * @throws SELECTION_NOT_IN_CHAPTER
 */
export const locateSelection = (chapter: Chapter, scope: SelectionScope): LocatedSelection => {
  const wanted = new Set(scope.segmentIds);
  const segments = chapter.sections.flatMap((section) =>
    section.segments.filter(({ id }) => wanted.has(id)).map((segment) => ({ section, segment })),
  );
  if (segments.length !== wanted.size) throw new ValidationError('SELECTION_NOT_IN_CHAPTER');
  const { text, places } = squash(segments.map(({ segment }) => segment.plain));
  const needle = squash([scope.text.normalize('NFC')]).text;
  const at = needle === '' ? -1 : text.indexOf(needle);
  const first = places[at];
  const last = places[at + needle.length - 1];
  if (at < 0 || !first || !last) throw new ValidationError('SELECTION_NOT_IN_CHAPTER');
  const pieces = segments.slice(first.part, last.part + 1).map(({ section, segment }, index, all): SelectedPiece => {
    const start = index === 0 ? first.offset : 0;
    const end = index === all.length - 1 ? last.offset + 1 : segment.plain.length;
    return { section, segment, start, end };
  });
  return {
    source: selectionPassage(chapter, pieces),
    segmentIds: new Set(pieces.map(({ segment }) => segment.id)),
    sectionIds: new Set(pieces.map(({ section }) => section.id)),
  };
};

/** Takes the blanks out of texts and remembers where each unit came from. */
const squash = (texts: readonly string[]) => {
  let text = '';
  const places: { part: number; offset: number }[] = [];
  texts.forEach((plain, part) => {
    for (let offset = 0; offset < plain.length; offset += 1) {
      const unit = plain.charAt(offset);
      if (/[\s\u200B]/u.test(unit)) continue;
      text += unit;
      places.push({ part, offset });
    }
  });
  return { text, places };
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
