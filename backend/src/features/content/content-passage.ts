/** From chunks to what can be cited. Pure. */
import type { Passage } from '@lectern/contracts';
import { joinBlocks } from './content-block-text.ts';
import type { BlockSpan, Chunk, SectionSpan } from './content-chunking.ts';
import { chapterIdentity } from './content-diff.ts';
import type { BookSnapshot, ChapterEntry } from './content-snapshot.ts';

/** A passage with what the server knows of its text. */
export interface SourcePassage {
  readonly passage: Passage;
  /** Ranges in passage.text, as in the chunk. */
  readonly blocks: readonly BlockSpan[];
  /** Ranges in passage.text, as in the chunk. */
  readonly sections: readonly SectionSpan[];
  /** The chunk that the passage is, or is a part of. */
  readonly chunkId: string;
}

/** What a passage is given besides its chunk. */
export interface PassageOptions {
  readonly score: number;
  /** Title of the chapter, when it is not one of the snapshot's (an older version of it). */
  readonly chapterTitle?: string;
  /** Keeps the sections for which it says true; the passage's text is then these alone. */
  readonly section?: (id: string) => boolean;
  /** Keeps the blocks for which it says true. */
  readonly block?: (block: BlockSpan) => boolean;
}

/**
 * Makes a passage of a chunk, or of a part of it: text outside of the scope never gets into an answer, not even beside
 * the quote.
 * @returns undefined when nothing of the chunk is left
 */
export const toPassage = (
  snapshot: BookSnapshot,
  chunk: Chunk,
  { score, chapterTitle, section, block }: PassageOptions,
): SourcePassage | undefined => {
  const part = section || block ? cut(chunk, section ?? (() => true), block ?? (() => true)) : chunk;
  const first = part?.sections[0];
  if (!part || !first) return undefined;
  const entry = snapshot.chaptersByIdentity.get(chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale }));
  const passage: Passage = {
    // The version is part of it: the same chunk in another index version is another passage.
    id: `${snapshot.version}.${chunk.id}${part === chunk ? '' : `.${part.blocks[0]?.id ?? ''}`}`,
    chapterId: chunk.chapterKey,
    chapterTitle: chapterTitle ?? entry?.title ?? first.headingPath[0] ?? '',
    headingPath: [...first.headingPath],
    url: first.permalink,
    text: part.text,
    segmentIds: [...new Set(part.blocks.filter((span) => span.kind === 'segment').map((span) => span.id))],
    locale: chunk.locale,
    score,
  };
  return { passage, blocks: part.blocks, sections: withOriginals(snapshot, entry, part.sections), chunkId: chunk.id };
};

/** Section ids are the same in all locales. */
const withOriginals = (
  { book, chaptersByIdentity }: BookSnapshot,
  chapter: ChapterEntry | undefined,
  sections: readonly SectionSpan[],
): readonly SectionSpan[] => {
  const key = chapter?.translationOf?.key;
  const locale = book.defaultLocale;
  if (key === undefined || chapter?.locale === locale) return sections;
  const original = chaptersByIdentity.get(chapterIdentity({ key, locale }));
  return sections.map((section) => {
    const permalink = original?.sections.find(({ id }) => id === section.id)?.permalink;
    return permalink === undefined ? section : { ...section, original: { permalink, locale } };
  });
};

type Cut = Pick<Chunk, 'text' | 'sections' | 'blocks'>;

const cut = (
  chunk: Chunk,
  keepSection: (id: string) => boolean,
  keepBlock: (block: BlockSpan) => boolean,
): Cut | undefined => {
  const sections: SectionSpan[] = [];
  const blocks: BlockSpan[] = [];
  let text = '';
  for (const section of chunk.sections.filter(({ id }) => keepSection(id))) {
    const inside = chunk.blocks.filter(({ start, end }) => start >= section.start && end <= section.end);
    const kept = inside.filter(keepBlock);
    if (kept.length === 0) continue;
    if (text !== '') text += '\n\n';
    const sectionStart = text.length;
    const joined = joinBlocks(kept.map((block) => ({ ...block, text: chunk.text.slice(block.start, block.end) })));
    kept.forEach((block, index) => {
      const start = sectionStart + (joined.starts[index] ?? 0);
      const isAfterGap = index > 0 && inside[inside.indexOf(block) - 1] !== kept[index - 1];
      const gap = isAfterGap ? { afterGap: true as const } : {};
      blocks.push({ ...block, ...gap, start, end: start + block.end - block.start });
    });
    text += joined.text;
    sections.push({ ...section, start: sectionStart, end: text.length });
  }
  return sections.length === 0 ? undefined : { text, sections, blocks };
};

/** The id of the segment in which an offset stands; in code the segment that the code follows. */
export const segmentAt = (source: SourcePassage, offset: number): string =>
  source.blocks.find(({ start, end }) => offset >= start && offset < end)?.id ?? '';
