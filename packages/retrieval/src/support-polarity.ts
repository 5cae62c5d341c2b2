import { isContrary } from './support-lexicon.ts';
import type { ClaimMatch } from './support-match.ts';
import type { SupportWord } from './support-reader.ts';
import { isOpposite, type SupportTerm } from './support-term.ts';

/** What a claim denies, restricts or turns around against the sentences that it is told from. */
export interface PolarityFeatures {
  /** Negations of the claim that those sentences have not. */
  readonly negationAdded: number;
  /** Negations in the clauses of those sentences that have most of the claim, which it has not. */
  readonly negationDropped: number;
  /** Weight of a term that stands denied on one side wherever it stands there. */
  readonly polarityTurned: number;
  /** Weight of what the claim denies and the passage says. */
  readonly saidDenied: number;
  /** Weight of what the passage denies and the claim says. */
  readonly deniedSaid: number;
  /** Weight of a term that is not there while its opposite is. */
  readonly antonym: number;
  /** Terms that are not there while another one of which only one can be meant is, and is not in the claim. */
  readonly contrary: number;
  /** Weight of a term whose opposite stands nearer to its neighbour than it does. */
  readonly antonymNearer: number;
  /** "only", "always", "all": put in. */
  readonly exclusiveAdded: number;
  /** As that, left out. */
  readonly exclusiveDropped: number;
  /** Must for may, or may for must. */
  readonly modalityTurned: number;
  /** Comparing words that are put in: "more", "less", "than", "before". */
  readonly comparisonAdded: number;
}

const EXCLUSIVE = /^(?:only|alone|never|always|all|every|everi|each|sole|just|exclus|entir|whole|complet|ani|any)$/u;
const OBLIGATION = /^(?:must|need|should|requir|have|only)$/u;
const PERMISSION = /^(?:can|may|allow|possibl|able|option)$/u;
const COMPARISON = /^(?:more|less|than|before|after|most|least|fewer|until|higher|lower|first|last)$/u;
/** Least share of the claim that a clause must have for its negation to count. */
const CLAUSE_SHARE = 0.34;
/** What is denied weighs something, however common the word. */
const LEAST_DENIED = 0.5;

/** Compares what a claim and the sentences from `first` to `last` deny. */
export function polarityFeatures(
  match: ClaimMatch,
  words: readonly SupportWord[],
  first: number,
  last: number,
): PolarityFeatures {
  const { claim, passage, places } = match;
  const near = passage.sentences.slice(first, last + 1).flatMap((sentence) => sentence.words);
  const isNear = (place: number): boolean => {
    const sentence = passage.terms[place]?.sentence ?? -1;
    return sentence >= first && sentence <= last;
  };
  const nearPlaces = places.map((own) => own.filter(isNear));
  const main = mainClauses(match, nearPlaces);
  const own = words.filter(({ isNegation }) => isNegation).length;
  const theirs = near.filter(({ isNegation }) => isNegation).length;
  const inMain = near.filter(({ isNegation, clause }) => isNegation && main.has(clause)).length;
  const count = (each: readonly SupportWord[], pattern: RegExp): number =>
    each.filter(({ form }) => pattern.test(form)).length;
  const turned = (pattern: RegExp, other: RegExp): boolean =>
    count(words, pattern) > 0 && count(near, pattern) === 0 && count(near, other) > 0;
  const nearTerms = passage.terms.filter(({ sentence }) => sentence >= first && sentence <= last);
  return {
    negationAdded: Math.max(0, own - theirs),
    negationDropped: Math.max(0, inMain - own),
    polarityTurned: most(claim, (term, at) => turnedWeight(term, nearPlaces[at] ?? [], passage.terms)),
    saidDenied: most(claim, (term, at) =>
      term.isDenied && all(nearPlaces[at] ?? [], passage.terms, (other) => !other.isNegated)
        ? Math.max(term.weight, LEAST_DENIED)
        : 0,
    ),
    deniedSaid: most(claim, (term, at) =>
      !term.isNegated && all(nearPlaces[at] ?? [], passage.terms, (other) => other.isDenied)
        ? Math.max(term.weight, LEAST_DENIED)
        : 0,
    ),
    antonym: most(claim, (term, at) =>
      (nearPlaces[at] ?? []).length === 0 && nearTerms.some((other) => isOpposite(term, other)) ? term.weight : 0,
    ),
    contrary: claim.filter(
      (term, at) =>
        (nearPlaces[at] ?? []).length === 0 &&
        nearTerms.some(
          (other) =>
            (isContrary(term.stem, other.stem) || isOpposite(term, other)) &&
            !claim.some(({ stem }) => stem === other.stem),
        ),
    ).length,
    antonymNearer: most(claim, (_, at) => nearerAntonym(match, nearPlaces, at, nearTerms)),
    exclusiveAdded: Math.max(0, count(words, EXCLUSIVE) - count(near, EXCLUSIVE)),
    exclusiveDropped:
      near.filter(({ form, clause }) => EXCLUSIVE.test(form) && main.has(clause)).length > count(words, EXCLUSIVE)
        ? 1
        : 0,
    modalityTurned: turned(OBLIGATION, PERMISSION) || turned(PERMISSION, OBLIGATION) ? 1 : 0,
    comparisonAdded: words.filter(({ form }) => COMPARISON.test(form) && !near.some((other) => other.form === form))
      .length,
  };
}

const most = <T>(list: readonly T[], weigh: (each: T, at: number) => number): number =>
  list.reduce((best, each, at) => Math.max(best, weigh(each, at)), 0);

/** Whether something is so of all places of a term, and it has any. */
function all(places: readonly number[], terms: readonly SupportTerm[], isSo: (term: SupportTerm) => boolean): boolean {
  const written = places.flatMap((place) => terms[place] ?? []).filter(({ isEcho }) => !isEcho);
  return written.length > 0 && written.every(isSo);
}

/** Clauses that have a good share of the claim. */
function mainClauses(
  { claim, passage, likeness }: ClaimMatch,
  nearPlaces: readonly (readonly number[])[],
): Set<number> {
  const covers = new Map<number, number>();
  let total = 0;
  claim.forEach(({ weight }, at) => {
    total += weight;
    const best = new Map<number, number>();
    for (const place of nearPlaces[at] ?? []) {
      const clause = passage.terms[place]?.clause ?? -1;
      best.set(clause, Math.max(best.get(clause) ?? 0, weight * likeness(at, place)));
    }
    for (const [clause, weighed] of best) covers.set(clause, (covers.get(clause) ?? 0) + weighed);
  });
  return new Set([...covers].filter(([, cover]) => cover >= CLAUSE_SHARE * total).map(([clause]) => clause));
}

function turnedWeight(term: SupportTerm, found: readonly number[], terms: readonly SupportTerm[]): number {
  const written = found.flatMap((place) => terms[place] ?? []).filter(({ isEcho }) => !isEcho);
  return written.length > 0 && written.every(({ isNegated }) => isNegated !== term.isNegated) ? term.weight : 0;
}

/** Whether the opposite of a term stands nearer to what is beside it in the claim. */
function nearerAntonym(
  { claim, passage }: ClaimMatch,
  nearPlaces: readonly (readonly number[])[],
  at: number,
  nearTerms: readonly SupportTerm[],
): number {
  const term = claim[at];
  const own = nearPlaces[at] ?? [];
  if (!term || own.length === 0) return 0;
  const opposites = nearTerms.filter((other) => isOpposite(term, other));
  if (opposites.length === 0) return 0;
  let nearer = 0;
  for (const beside of [at - 1, at + 1, at + 2]) {
    const neighbour = claim[beside];
    if (!neighbour || neighbour.clause !== term.clause) continue;
    for (const place of nearPlaces[beside] ?? []) {
      const written = passage.terms[place];
      if (!written || written.isEcho) continue;
      const distance = Math.min(...own.map((each) => Math.abs((passage.terms[each]?.place ?? 0) - written.place)));
      if (opposites.some((other) => Math.abs(other.place - written.place) < distance))
        nearer = Math.max(nearer, neighbour.weight);
    }
  }
  return nearer;
}
