/** Which chapters answers are made from: the option `book.sources`. */
import { createMatcher } from '@docusaurus/utils';
import type { Chapter } from '@lectern/contracts';

/** The chapters with their marks. */
export interface MarkedChapters {
  chapters: Chapter[];
  /** Patterns that no chapter fits: most likely written wrong. */
  unmatched: string[];
}

/** What a pattern is compared with. */
const namesOf = ({ key, id, module }: Chapter): string[] => [
  key,
  id,
  ...(module === undefined ? [] : [`module:${module}`]),
];

/**
 * Marks the chapters that the patterns leave out. A pattern is a glob over a chapter's key (`default/current/part-1/**`),
 * its doc id (`part-1/**`) or `module:<id>`; with `!` before it, it takes out what it fits. Where there are only such
 * patterns, all other chapters stay.
 */
export function markSources(chapters: readonly Chapter[], patterns: readonly string[]): MarkedChapters {
  const rules = patterns.map((pattern) => {
    const isTakenOut = pattern.startsWith('!');
    const fits = createMatcher([isTakenOut ? pattern.slice(1) : pattern]);
    return { pattern, isTakenOut, fits: (chapter: Chapter) => namesOf(chapter).some(fits) };
  });
  const taken = rules.filter(({ isTakenOut }) => !isTakenOut);
  const takenOut = rules.filter(({ isTakenOut }) => isTakenOut);
  const answersFrom = (chapter: Chapter): boolean =>
    (taken.length === 0 || taken.some(({ fits }) => fits(chapter))) && !takenOut.some(({ fits }) => fits(chapter));
  return {
    chapters: chapters.map((chapter) => (answersFrom(chapter) ? chapter : { ...chapter, answers: false })),
    unmatched: rules.filter(({ fits }) => !chapters.some(fits)).map(({ pattern }) => pattern),
  };
}
