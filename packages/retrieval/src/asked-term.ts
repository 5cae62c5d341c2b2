import { questionTerms, readingStems } from './question-analysis.ts';
import { asksMeaning, withoutPlace } from './question-intent.ts';
import type { SearchIndex } from './search-index.ts';
import type { Stemming } from './word-stem.ts';

/** A name with another one in brackets: “action (ایکشن)”. */
const BRACKETED = /^(.+?)\s*[(（](.+?)[)）]\s*$/su;

/** Stems of a heading's words, once for each of its readings: as a whole, and where it has two names by each of them. */
export function headingStems(
  heading: string,
  stemming: Stemming,
  index: SearchIndex | undefined,
): ReadonlySet<string>[] {
  const names = BRACKETED.exec(heading)?.slice(1) ?? [];
  return [heading, ...names].flatMap((name) => readingStems(name, stemming, index));
}

/** Stems of what a question asks the meaning of, once for each of its readings; none when it does not ask what something is. */
export function askedStems(
  question: string,
  stemming: Stemming,
  index: SearchIndex | undefined,
): readonly ReadonlySet<string>[] {
  return asksMeaning(question) ? readingStems(withoutPlace(question), stemming, index) : [];
}

/** Tells whether just what a heading names is asked for. */
export const isAskedFor = (heading: readonly ReadonlySet<string>[], asked: readonly ReadonlySet<string>[]): boolean =>
  heading.some(
    (stems) => stems.size > 0 && asked.some((reading) => Array.from(stems).every((stem) => reading.has(stem))),
  );

/**
 * Makes a test of headings: whether a question asks the meaning of just what a heading names. Without one the question
 * does not ask what something is.
 */
export function askedTermTest(question: string, index: SearchIndex): ((heading: string) => boolean) | undefined {
  const { stemming } = questionTerms(question, index);
  const asked = askedStems(question, stemming, index);
  return asked.length === 0 ? undefined : (heading) => isAskedFor(headingStems(heading, stemming, index), asked);
}
