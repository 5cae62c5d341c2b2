/** What a reader may ask next: the author's questions of the chapter, then sections beside the ones shown. Pure. */
import { type BookSnapshot, type ChapterEntry, chapterIdentity, type SourcePassage } from '../content/index.ts';

const MAX_SUGGESTIONS = 3;
const MAX_AUTHOR_QUESTIONS = 2;

/**
 * Suggests what to ask next.
 * @param shown Permalinks of the sections that the answer quoted.
 */
export const suggestNext = (
  snapshot: BookSnapshot,
  question: string,
  context: readonly SourcePassage[],
  shown: ReadonlySet<string>,
): string[] => {
  const asked = normalize(question);
  const suggestions = new Map<string, string>();
  const add = (text: string): void => {
    if (suggestions.size < MAX_SUGGESTIONS && normalize(text) !== asked) suggestions.set(normalize(text), text);
  };
  const chapters = chaptersOf(snapshot, context);
  const [leading] = chapters;
  for (const text of leading?.suggestedQuestions.slice(0, MAX_AUTHOR_QUESTIONS) ?? []) add(text);
  const repeated = repeatedHeadings(snapshot);
  for (const chapter of chapters) {
    for (const title of headingsBeside(chapter, shown)) if (!repeated.has(normalize(title))) add(title);
  }
  return [...suggestions.values()];
};

const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const chaptersOf = (snapshot: BookSnapshot, context: readonly SourcePassage[]): ChapterEntry[] => {
  const identities = new Set(
    context.map(({ passage }) => chapterIdentity({ key: passage.chapterId, locale: passage.locale })),
  );
  return [...identities].flatMap((identity) => snapshot.chaptersByIdentity.get(identity) ?? []);
};

/** Titles of the sections nearest to those shown, nearest first. */
const headingsBeside = (chapter: ChapterEntry, shown: ReadonlySet<string>): string[] => {
  const places = chapter.sections.flatMap(({ permalink }, index) => (shown.has(permalink) ? [index] : []));
  const distance = (index: number): number => Math.min(...places.map((place) => Math.abs(place - index)));
  return chapter.sections
    .map((section, index) => ({ section, index }))
    .filter(({ section }) => section.headingPath.length > 1 && !shown.has(section.permalink))
    .sort((a, b) => (places.length === 0 ? 0 : distance(a.index) - distance(b.index)) || a.index - b.index)
    .map(({ section }) => section.headingPath.at(-1) ?? '');
};

const known = new WeakMap<BookSnapshot, ReadonlySet<string>>();

/** Headings that several chapters have ("Exercises", "Summary") say nothing about a subject. */
const repeatedHeadings = (snapshot: BookSnapshot): ReadonlySet<string> => {
  const cached = known.get(snapshot);
  if (cached) return cached;
  const chapters = new Map<string, Set<string>>();
  for (const chapter of snapshot.chapters) {
    for (const { headingPath } of chapter.sections) {
      const title = normalize(headingPath.at(-1) ?? '');
      chapters.set(title, (chapters.get(title) ?? new Set()).add(chapter.id));
    }
  }
  const repeated = new Set([...chapters].filter(([, ids]) => ids.size > 1).map(([title]) => title));
  known.set(snapshot, repeated);
  return repeated;
};
