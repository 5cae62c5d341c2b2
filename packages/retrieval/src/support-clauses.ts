import type { ClaimMatch } from './support-match.ts';
import { specificity } from './support-pairs.ts';
import type { SupportWord } from './support-reader.ts';

/** Whether the clauses of a claim are told from one place of the passage each. */
export interface ClauseFeatures {
  /** Most matter of a clause of the claim that its nearest clause lacks and another part of the passage has. */
  readonly clauseForeign: number;
  /** As that, of the passage nowhere. */
  readonly clauseMissing: number;
  /** Matter before the first verb that the nearest sentence lacks and another one has. */
  readonly subjectForeign: number;
  /** As that, where the sentence has a subject that the claim does not name. */
  readonly subjectReplaced: number;
  /** As `subjectForeign`, behind the verb. */
  readonly predicateForeign: number;
}

/** Terms that a sentence begins with, among which its subject is. */
const LEADING_TERMS = 3;
/** Words that the subject is looked for in when no auxiliary shows where it ends. */
const SUBJECT_WORDS = 3;
const AUXILIARY = /^(?:be|have|do|can|will|must|should|need|not|cannot|never|also|only)$/u;

/** Measures the clauses of a claim; `sentence` is the one that has most of it. */
export function clauseFeatures(match: ClaimMatch, words: readonly SupportWord[], sentence: number): ClauseFeatures {
  const clauses = new Map<number, number[]>();
  match.claim.forEach(({ clause }, at) => {
    clauses.set(clause, [...(clauses.get(clause) ?? []), at]);
  });
  const gaps = [...clauses.values()].filter((own) => own.length > 1).map((own) => gapOf(match, own));
  return {
    clauseForeign: Math.max(0, ...gaps.map(({ foreign }) => foreign)),
    clauseMissing: Math.max(0, ...gaps.map(({ missing }) => missing)),
    ...subjectFeatures(match, words, sentence),
  };
}

/** What the clause of the passage that has most of some terms does not have of them. */
function gapOf(match: ClaimMatch, own: readonly number[]): { readonly foreign: number; readonly missing: number } {
  const covered = bestClause(match, own);
  let foreign = 0;
  let missing = 0;
  for (const at of own) {
    if (covered.has(at)) continue;
    const weight = match.claim[at]?.weight ?? 0;
    if ((match.places[at] ?? []).length > 0) foreign += weight * specificity(match, at);
    else missing += weight;
  }
  return { foreign, missing };
}

/** Which of some terms the clause has that has most of them. */
function bestClause({ claim, passage, places, likeness }: ClaimMatch, own: readonly number[]): Set<number> {
  const covers = new Map<number, Map<number, number>>();
  for (const at of own)
    for (const place of places[at] ?? []) {
      const clause = passage.terms[place]?.clause ?? -1;
      const row = covers.get(clause) ?? new Map<number, number>();
      row.set(at, Math.max(row.get(at) ?? 0, likeness(at, place) * (claim[at]?.weight ?? 0)));
      covers.set(clause, row);
    }
  let best: ReadonlyMap<number, number> = new Map();
  let most = 0;
  for (const row of covers.values()) {
    const sum = [...row.values()].reduce((all, each) => all + each, 0);
    if (sum > most) [best, most] = [row, sum];
  }
  return new Set(best.keys());
}

/** What stands before and behind the first auxiliary of a claim, against its nearest sentence. */
function subjectFeatures(
  match: ClaimMatch,
  words: readonly SupportWord[],
  sentence: number,
): Pick<ClauseFeatures, 'subjectForeign' | 'subjectReplaced' | 'predicateForeign'> {
  const { claim, passage, places } = match;
  const auxiliary = words.findIndex(({ form }, at) => at > 0 && AUXILIARY.test(form));
  const subject = new Set(words.slice(0, auxiliary > 0 ? auxiliary : SUBJECT_WORDS).flatMap(({ term }) => term ?? []));
  const last = passage.sentences[sentence + 1]?.isAnaphoric === true ? sentence + 1 : sentence;
  const isNear = (place: number): boolean => {
    const at = passage.terms[place]?.sentence ?? -1;
    return at >= sentence && at <= last;
  };
  let subjectForeign = 0;
  let predicateForeign = 0;
  claim.forEach(({ weight }, at) => {
    const found = places[at] ?? [];
    if (found.length === 0 || found.some(isNear)) return;
    const foreign = weight * specificity(match, at);
    if (subject.has(at)) subjectForeign += foreign;
    else predicateForeign += foreign;
  });
  const named = new Set(places.flatMap((own) => own.flatMap((place) => passage.terms[place]?.stem ?? [])));
  const gone = (passage.sentences[sentence]?.terms ?? [])
    .slice(0, LEADING_TERMS)
    .reduce((sum, { stem, weight }) => sum + (named.has(stem) ? 0 : weight), 0);
  return { subjectForeign, subjectReplaced: Math.min(subjectForeign, gone), predicateForeign };
}
