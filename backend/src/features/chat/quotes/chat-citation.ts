/** A citation of a range of a passage. Pure. */
import type { Citation } from '@lectern/contracts';
import { type SectionSpan, type SourcePassage, segmentAt } from '../../content/index.ts';
import type { Range } from './chat-quote-range.ts';

/** An id is the beginning of its hash; a repeated segment's has a number behind it, and is then found by its section. */
const SEGMENT_ID_LENGTH = 8;

/** Cites what stands in a range of a passage's text. */
export const citationOf = (
  source: SourcePassage,
  section: SectionSpan,
  { start, end }: Range,
  marker: number,
): Citation => {
  const { passage } = source;
  const original = originalOf(source, section, start);
  return {
    marker,
    passageId: passage.id,
    chapterId: passage.chapterId,
    chapterTitle: passage.chapterTitle,
    headingPath: [...section.headingPath],
    url: section.permalink,
    segmentId: segmentAt(source, start),
    quote: passage.text.slice(start, end),
    start,
    end,
    ...(original ? { original } : {}),
  };
};

/** Where the quoted words were translated from. */
const originalOf = (
  source: SourcePassage,
  { original }: SectionSpan,
  start: number,
): Citation['original'] | undefined => {
  if (!original) return undefined;
  const block = source.blocks.find((each) => start >= each.start && start < each.end);
  const segmentId = block?.source?.slice(0, SEGMENT_ID_LENGTH);
  return { url: original.permalink, locale: original.locale, ...(segmentId ? { segmentId } : {}) };
};
