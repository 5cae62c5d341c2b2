/** What a reader may ask next: the author's questions of the chapters, then sections beside the ones shown. Pure. */
import { type BookSnapshot, type ChapterEntry, chapterIdentity, type SourcePassage } from '../../content/index.ts';

const MAX_SUGGESTIONS = 3;
const MAX_AUTHOR_QUESTIONS = 2;

/** Share of the words of two questions from which they are one: “How far does a LiDAR see?” and “How far does LiDAR see”. */
const SAME_QUESTION = 0.75;

/**
 * Suggests what to ask next, never what was asked already.
 * @param asked The question, and those before it on its branch of the conversation.
 * @param shown Permalinks of the sections that the answer quoted.
 */
export const suggestNext = (
  snapshot: BookSnapshot,
  asked: readonly string[],
  context: readonly SourcePassage[],
  shown: ReadonlySet<string>,
): string[] => {
  const suggestions: string[] = [];
  const known = asked.map(wordsOf);
  const add = (text: string): void => {
    const words = wordsOf(text);
    if (known.some((other) => isSameQuestion(words, other))) return;
    suggestions.push(text);
    known.push(words);
  };
  const chapters = chaptersOf(snapshot, context);
  for (const text of chapters.flatMap(({ suggestedQuestions }) => suggestedQuestions)) {
    if (suggestions.length === MAX_AUTHOR_QUESTIONS) break;
    add(text);
  }
  const repeated = repeatedHeadings(snapshot);
  for (const chapter of chapters) {
    for (const title of headingsBeside(chapter, shown)) {
      if (suggestions.length === MAX_SUGGESTIONS) return suggestions;
      if (!repeated.has(normalize(title))) add(title);
    }
  }
  return suggestions;
};

const wordsOf = (text: string): ReadonlySet<string> => new Set(normalize(text).split(' '));

const isSameQuestion = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared >= SAME_QUESTION * (one.size + other.size - shared);
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

const repeatedBySnapshot = new WeakMap<BookSnapshot, ReadonlySet<string>>();

/** Headings that several chapters have ("Exercises", "Summary") say nothing about a subject. */
const repeatedHeadings = (snapshot: BookSnapshot): ReadonlySet<string> => {
  const cached = repeatedBySnapshot.get(snapshot);
  if (cached) return cached;
  const chapters = new Map<string, Set<string>>();
  for (const chapter of snapshot.chapters) {
    for (const { headingPath } of chapter.sections) {
      const title = normalize(headingPath.at(-1) ?? '');
      chapters.set(title, (chapters.get(title) ?? new Set()).add(chapter.id));
    }
  }
  const repeated = new Set([...chapters].filter(([, ids]) => ids.size > 1).map(([title]) => title));
  repeatedBySnapshot.set(snapshot, repeated);
  return repeated;
};
