import type { ClaimMatch } from './support-match.ts';
import type { SupportTerm } from './support-term.ts';

/** Whether words that stand together in a claim do so in the passage. */
export interface PairFeatures {
  /** Weight of the worst pair of neighbours that do not meet in one clause, dearer the farther they are apart. */
  readonly pairApart: number;
  /** Mean of that over all pairs. */
  readonly pairsApart: number;
  /** Share of the matter beside a number of the claim that is nowhere in one sentence with it. */
  readonly numberUnbound: number;
  /** As that, of a name. */
  readonly nameUnbound: number;
  /** Numbers that stand nearer to what the claim's number is said of. */
  readonly numberRival: number;
  /** As that, of names. */
  readonly nameRival: number;
}

type Kind = (term: SupportTerm) => boolean;

/** Costs of a leap into another clause of a sentence, and into a sentence that leans on it; into any other it is 1. */
const SAME_SENTENCE = 0.35;
const LEANING = 0.5;
/** Terms behind a term that are its neighbours. */
const PAIR_REACH = 2;

const isNumber: Kind = ({ quantity }) => quantity !== undefined;
const isOtherName: Kind = ({ isName, quantity }) => isName && quantity === undefined;

/** Measures how a claim's words stand together. */
export function pairFeatures(match: ClaimMatch): PairFeatures {
  return {
    ...pairsApart(match),
    numberUnbound: unbound(match, isNumber),
    nameUnbound: unbound(match, isOtherName),
    numberRival: rivals(match, isNumber),
    nameRival: rivals(match, isOtherName),
  };
}

/** Terms of the passage that say a term of the claim. */
const writtenOf = ({ passage, places }: ClaimMatch, at: number): SupportTerm[] =>
  (places[at] ?? []).flatMap((place) => passage.terms[place] ?? []);

/** How much a term tells of the sentence that it is in: less, the more sentences have it. */
export function specificity(match: ClaimMatch, at: number): number {
  return 1 / Math.max(1, new Set(writtenOf(match, at).map(({ sentence }) => sentence)).size);
}

/** Cost of two places that are said together in a claim: 0 in one clause, 1 in sentences that do not meet. */
function apartness({ passage }: ClaimMatch, one: SupportTerm, other: SupportTerm): number {
  if (one.clause === other.clause) return 0;
  if (one.sentence === other.sentence) return SAME_SENTENCE * Math.min(1, Math.abs(one.clause - other.clause) / 2);
  const later = Math.max(one.sentence, other.sentence);
  return Math.abs(one.sentence - other.sentence) === 1 && passage.sentences[later]?.isAnaphoric === true ? LEANING : 1;
}

function leastApartness(match: ClaimMatch, ones: readonly SupportTerm[], others: readonly SupportTerm[]): number {
  let least = 1;
  for (const one of ones)
    for (const other of others) {
      least = Math.min(least, apartness(match, one, other));
      if (least === 0) return 0;
    }
  return least;
}

function pairsApart(match: ClaimMatch): Pick<PairFeatures, 'pairApart' | 'pairsApart'> {
  const { claim } = match;
  let worst = 0;
  let sum = 0;
  let count = 0;
  claim.forEach((one, at) => {
    const written = writtenOf(match, at);
    if (written.length === 0) return;
    for (let next = at + 1; next <= at + PAIR_REACH; next++) {
      const other = claim[next];
      if (!other || other.clause !== one.clause) break;
      const beside = writtenOf(match, next);
      if (beside.length === 0) continue;
      const weight = Math.min(one.weight * specificity(match, at), other.weight * specificity(match, next));
      const cost = leastApartness(match, written, beside) * weight;
      worst = Math.max(worst, cost);
      sum += cost;
      count++;
    }
  });
  return { pairApart: worst, pairsApart: sum / (count || 1) };
}

const most = (
  claim: readonly SupportTerm[],
  isOfKind: Kind,
  weigh: (term: SupportTerm, at: number) => number,
): number => claim.reduce((best, term, at) => (isOfKind(term) ? Math.max(best, weigh(term, at)) : best), 0);

/** How much of what a clause says of a number or a name stands in no sentence with it. */
function unbound(match: ClaimMatch, isOfKind: Kind): number {
  const { claim } = match;
  return most(claim, isOfKind, (term, at) => {
    const own = writtenOf(match, at);
    const beside = claim.flatMap(({ clause, weight }, other) => {
      const written = other !== at && clause === term.clause ? writtenOf(match, other) : [];
      return written.length > 0 ? [{ weight, sentences: new Set(written.map(({ sentence }) => sentence)) }] : [];
    });
    const total = beside.reduce((sum, { weight }) => sum + weight, 0);
    if (own.length === 0 || total === 0) return 0;
    const boundIn = (sentence: number): number =>
      beside.reduce((sum, { weight, sentences }) => sum + (sentences.has(sentence) ? weight : 0), 0);
    return 1 - Math.max(...own.map(({ sentence }) => boundIn(sentence))) / total;
  });
}

/** Weight of neighbours to which another one of a kind stands nearer than the claim's own. */
function rivals(match: ClaimMatch, isOfKind: Kind): number {
  const { claim, passage } = match;
  const kind = passage.terms.filter((term) => isOfKind(term) && !term.isEcho);
  return most(claim, isOfKind, (term, at) => {
    const own = writtenOf(match, at);
    if (own.length === 0) return 0;
    const others = kind.filter(({ stem, quantity }) => stem !== term.stem && quantity?.unit === term.quantity?.unit);
    const isFree = ({ place }: SupportTerm): boolean => {
      const distance = Math.min(...own.map((each) => Math.abs(each.place - place)));
      return !others.some((rival) => Math.abs(rival.place - place) < distance);
    };
    let against = 0;
    let all = 0;
    for (const beside of [at - 2, at - 1, at + 1, at + 2]) {
      const neighbour = claim[beside];
      if (!neighbour || isOfKind(neighbour) || neighbour.clause !== term.clause) continue;
      const written = writtenOf(match, beside);
      if (written.length === 0) continue;
      all += neighbour.weight;
      if (!written.some(isFree)) against += neighbour.weight;
    }
    return against / (all || 1);
  });
}
