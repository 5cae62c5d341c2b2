/** Finds a selected text in the segments of a chapter that it was taken from. Pure. */
import type { Chapter, Section, Segment } from '@lectern/contracts';
import { ValidationError } from '../../config/app-error.ts';

/** A part of a segment that is selected. */
export interface SelectedPiece {
  readonly section: Section;
  readonly segment: Segment;
  /** Range in segment.plain, UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** What a page says is selected. */
export interface SelectedText {
  readonly segmentIds: readonly string[];
  readonly text: string;
}

/**
 * Finds a selection: blanks aside, its text has to occur in the plain text of its segments.
 * @param translations what segments read in the language that was selected in, by id; where one is given, the whole
 *   segment counts as selected, since words of two languages have no common places
 * @throws SELECTION_NOT_IN_CHAPTER
 */
export const locateSelectedText = (
  chapter: Chapter,
  { segmentIds, text: selected }: SelectedText,
  translations: ReadonlyMap<string, string> = new Map(),
): SelectedPiece[] => {
  const wanted = new Set(segmentIds);
  const segments = chapter.sections.flatMap((section) =>
    section.segments.filter(({ id }) => wanted.has(id)).map((segment) => ({ section, segment })),
  );
  if (segments.length !== wanted.size) throw new ValidationError('SELECTION_NOT_IN_CHAPTER');
  const { text, places } = squash(segments.map(({ segment }) => translations.get(segment.id) ?? segment.plain));
  const needle = squash([selected.normalize('NFC')]).text;
  const at = needle === '' ? -1 : text.indexOf(needle);
  const first = places[at];
  const last = places[at + needle.length - 1];
  if (at < 0 || !first || !last) throw new ValidationError('SELECTION_NOT_IN_CHAPTER');
  return segments.slice(first.part, last.part + 1).map(({ section, segment }, index, all): SelectedPiece => {
    const isWhole = translations.has(segment.id);
    const start = index === 0 && !isWhole ? first.offset : 0;
    const end = index === all.length - 1 && !isWhole ? last.offset + 1 : segment.plain.length;
    return { section, segment, start, end };
  });
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
