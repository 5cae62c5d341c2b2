/**
 * Cuts a chapter into chunks, the units of retrieval and citation: a section each; long ones split at paragraph
 * borders, short ones merged into the one above. Every character of a chunk's text is known to belong to a segment or
 * a code block, so that a citation can name the place in the page where its quote begins.
 */
import { createHash } from 'node:crypto';
import type { Chapter, Section, SegmentKind } from '@lectern/contracts';
import { isFormula, isSameRow, joinBlocks, type TableCell, tableCells } from './content-block-text.ts';

/** Version of the rules below; a change makes every stored chunk and index foreign. */
export const CHUNKING_VERSION = 3;
/** A section above this is split, words. */
export const MAX_CHUNK_WORDS = 350;
/** A section below this is merged into the chunk above, words. */
export const MIN_CHUNK_WORDS = 40;

/**
 * Kinds of segments that are no text of the page's body: headings are fields of their own; front matter and link titles
 * are not seen where they stand; a quiz's wrong choices must never be quoted as what the book says.
 */
const KINDS_LEFT_OUT: ReadonlySet<SegmentKind> = new Set(['heading', 'frontMatter', 'linkTitle', 'quiz']);

/** A range of a chunk's text that is one segment or one code block, [start, end) in UTF-16 units. */
export interface BlockSpan {
  readonly kind: 'segment' | 'code';
  /** Segment id; for code the id of the segment that it follows, '' at the section's start. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** Language of a code block. */
  readonly lang?: string;
  /** Kind of a segment. */
  readonly segmentKind?: SegmentKind;
  /** Place of a table cell. */
  readonly cell?: TableCell;
  /** A segment that is nothing but a formula, as TeX. */
  readonly formula?: true;
  /** Hash of the segment that this one translates. */
  readonly source?: string;
  /** In a part of a chunk: what stands before it in the page was left out. */
  readonly afterGap?: true;
}

/** A range of a chunk's text that stands in one section of the page, [start, end) in UTF-16 units. */
export interface SectionSpan {
  readonly id: string;
  readonly headingPath: readonly string[];
  readonly permalink: string;
  readonly start: number;
  readonly end: number;
  /** In a passage: the same section of the edition that this one was translated from. */
  readonly original?: { readonly permalink: string; readonly locale: string };
}

/** A unit of retrieval and citation. */
export interface Chunk {
  /** Hash of chapter, headings and text; the same as long as these are. */
  readonly id: string;
  readonly chapterKey: string;
  readonly locale: string;
  /** Position in the chapter, from 0. */
  readonly ordinal: number;
  readonly text: string;
  /** At least one; the first is the section that the chunk is named after. */
  readonly sections: readonly SectionSpan[];
  readonly blocks: readonly BlockSpan[];
  /** SHA-256 of the text with its headings, base64url: what embeddings are kept by. */
  readonly hash: string;
}

interface Block extends Omit<BlockSpan, 'start' | 'end'> {
  readonly text: string;
  readonly words: number;
}

interface Part {
  readonly section: Section;
  readonly blocks: readonly Block[];
}

/** Cuts a chapter into chunks, in reading order. Pure. */
export const chunkChapter = (chapter: Chapter): Chunk[] => {
  const seen = new Map<string, number>();
  const parts = chapter.sections.flatMap((section) => splitLong({ section, blocks: blocksOf(section) }));
  return mergeShort(parts).map((group, ordinal) => {
    const body = assemble(group);
    const repeat = seen.get(body.hash) ?? 0;
    seen.set(body.hash, repeat + 1);
    // The place is not part of the id: a section added above must not make every chunk below a new one.
    const id = digest([chapter.key, chapter.locale, body.hash, repeat]).slice(0, 16);
    return { id, chapterKey: chapter.key, locale: chapter.locale, ordinal, ...body };
  });
};

/** Counts words as runs of letters, numbers and underscores; scripts without blanks count a word per two characters. */
export const countWords = (text: string): number => {
  let words = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)) {
    words += UNSPACED.test(match[0]) ? Math.ceil(match[0].length / 2) : 1;
  }
  return words;
};

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const blocksOf = (section: Section): Block[] => {
  const codeBySegment = Map.groupBy(section.code, (code) => code.afterSegmentId);
  const codeAfter = (segmentId: string): Block[] =>
    (codeBySegment.get(segmentId) ?? [])
      .filter((code) => code.text.trim() !== '')
      .map((code) => ({ kind: 'code', id: segmentId, text: code.text, words: countWords(code.text), lang: code.lang }));
  const cells = tableCells(section);
  const blocks = codeAfter('');
  for (const segment of section.segments) {
    if (!KINDS_LEFT_OUT.has(segment.kind) && segment.plain.trim() !== '') {
      const { id, plain, kind } = segment;
      const cell = cells.get(id);
      blocks.push({
        kind: 'segment',
        id,
        text: plain,
        words: countWords(plain),
        segmentKind: kind,
        ...(cell ? { cell } : {}),
        ...(isFormula(segment) ? { formula: true } : {}),
        ...(segment.source === undefined ? {} : { source: segment.source }),
      });
    }
    blocks.push(...codeAfter(segment.id));
  }
  return blocks;
};

const wordsOf = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + block.words, 0);

/** Blocks that are never parted: the cells of a row; every other block alone. */
const unitsOf = (blocks: readonly Block[]): Block[][] => {
  const units: Block[][] = [];
  for (const block of blocks) {
    const above = units.at(-1);
    if (above && isSameRow(above[0]?.cell, block.cell)) above.push(block);
    else units.push([block]);
  }
  return units;
};

/** Splits at block borders into parts of about the same size, none above the limit unless a single block is. */
const splitLong = (part: Part): Part[] => {
  const total = wordsOf(part.blocks);
  if (total <= MAX_CHUNK_WORDS) return part.blocks.length === 0 ? [] : [part];
  const target = total / Math.ceil(total / MAX_CHUNK_WORDS);
  const parts: Part[] = [];
  let current: Block[] = [];
  let words = 0;
  for (const unit of unitsOf(part.blocks)) {
    const [block] = unit;
    const isTooMuch = words + wordsOf(unit) > MAX_CHUNK_WORDS;
    // Code stays with the text that introduces it, and a row with its table, as long as both fit.
    const isBound = block?.kind === 'code' || (block?.cell?.row ?? 1) > 1;
    if (current.length > 0 && (isTooMuch || (words >= target && !isBound))) {
      parts.push({ section: part.section, blocks: current });
      current = headerOf(part.blocks, block?.cell);
      words = wordsOf(current);
    }
    current.push(...unit);
    words += wordsOf(unit);
  }
  parts.push({ section: part.section, blocks: current });
  return parts;
};

/** The header of the table that a part goes on with. */
const headerOf = (blocks: readonly Block[], cell: TableCell | undefined): Block[] =>
  cell && cell.row > 1 ? blocks.filter((block) => isSameRow(block.cell, { ...cell, row: 1 })) : [];

/** Merges each part under the lower limit into the group above it, where the two fit together. */
const mergeShort = (parts: readonly Part[]): Part[][] => {
  const groups: Part[][] = [];
  let words = 0;
  for (const part of parts) {
    const partWords = wordsOf(part.blocks);
    const above = groups.at(-1);
    if (above && partWords < MIN_CHUNK_WORDS && words + partWords <= MAX_CHUNK_WORDS) {
      above.push(part);
      words += partWords;
    } else {
      groups.push([part]);
      words = partWords;
    }
  }
  return groups;
};

const assemble = (parts: readonly Part[]): Pick<Chunk, 'text' | 'sections' | 'blocks' | 'hash'> => {
  let text = '';
  const sections: SectionSpan[] = [];
  const blocks: BlockSpan[] = [];
  for (const { section, blocks: partBlocks } of parts) {
    if (text !== '') text += '\n\n';
    const sectionStart = text.length;
    const joined = joinBlocks(partBlocks);
    partBlocks.forEach(({ text: blockText, words: _words, ...block }, index) => {
      const start = sectionStart + (joined.starts[index] ?? 0);
      blocks.push({ ...block, start, end: start + blockText.length });
    });
    text += joined.text;
    const previous = sections.at(-1);
    if (previous?.id === section.id) {
      sections[sections.length - 1] = { ...previous, end: text.length };
    } else {
      const { id, headingPath, permalink } = section;
      sections.push({ id, headingPath, permalink, start: sectionStart, end: text.length });
    }
  }
  const headings = sections.map((section) => section.headingPath);
  return { text, sections, blocks, hash: digest([headings, text]) };
};

/** SHA-256 of a value's JSON, base64url. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');
