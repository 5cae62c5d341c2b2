import type { ClaimMatch } from './support-match.ts';
import type { SupportWord } from './support-reader.ts';
import type { SupportTerm } from './support-term.ts';

/** Whether the terms of a claim have the parts in it that they have in the passage. */
export interface RoleFeatures {
  /** Pairs of terms that have each other's preposition. */
  readonly rolesExchanged: number;
  /** Weight of a term behind a preposition of another direction. */
  readonly roleMoved: number;
  /** Pairs on both sides of a third term that stand the other way round in the passage, in the same voice. */
  readonly reversed: number;
}

/** Terms behind a preposition that have it. */
const ROLE_REACH = 3;
/** A lighter term has no part worth naming. */
const LEAST_WEIGHT = 0.4;
const ROLE =
  /^(?:from|to|into|onto|by|of|in|on|at|with|without|for|before|after|under|over|between|through|than|as|per|until|since|during|within|because|above|below|against|about)$/u;
/** Prepositions that turn a statement around when they change. */
const DIRECTION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    from: 'source',
    to: 'goal',
    into: 'goal',
    onto: 'goal',
    by: 'agent',
    than: 'standard',
    before: 'before',
    until: 'before',
    after: 'after',
    since: 'after',
    with: 'with',
    without: 'without',
    above: 'above',
    over: 'above',
    below: 'below',
    under: 'below',
  }),
);
const AUXILIARY = /^(?:be|have|do|can|will|must|should|need|not|cannot|never|also|only)$/u;

/** Compares the parts of a claim's terms. */
export function roleFeatures(match: ClaimMatch, words: readonly SupportWord[]): RoleFeatures {
  const own = rolesOf(words);
  const written = new Map<number, string>();
  for (const sentence of match.passage.sentences)
    for (const [term, role] of rolesOf(sentence.words)) written.set(term, role);
  let roleMoved = 0;
  let rolesExchanged = 0;
  match.claim.forEach((term, at) => {
    const found = (match.places[at] ?? []).filter((place) => match.passage.terms[place]?.isEcho !== true);
    if (found.length === 0) return;
    if (isMoved(own.get(at), found, written)) roleMoved = Math.max(roleMoved, term.weight);
    rolesExchanged += exchangedWeight(match, at, found, own, written);
  });
  return { rolesExchanged, roleMoved, reversed: reversals(match, words) };
}

/** The preposition before each term. */
function rolesOf(words: readonly SupportWord[]): Map<number, string> {
  const roles = new Map<number, string>();
  let role = '';
  let reach = 0;
  for (const { form, term, isApart } of words) {
    if (isApart) role = '';
    if (ROLE.test(form)) {
      role = form;
      reach = ROLE_REACH;
    } else if (term === undefined) role = AUXILIARY.test(form) ? '' : role;
    else {
      roles.set(term, reach > 0 ? role : '');
      reach--;
    }
  }
  return roles;
}

function isMoved(role = '', found: readonly number[], written: ReadonlyMap<number, string>): boolean {
  const direction = DIRECTION.get(role);
  if (direction === undefined) return false;
  return found.every((place) => {
    const other = DIRECTION.get(written.get(place) ?? '');
    return other !== direction && (other !== undefined || direction === 'agent');
  });
}

/** Weight of the later terms that have changed prepositions with the one at a place. */
function exchangedWeight(
  { claim, passage, places }: ClaimMatch,
  at: number,
  found: readonly number[],
  own: ReadonlyMap<number, string>,
  written: ReadonlyMap<number, string>,
): number {
  const role = own.get(at) ?? '';
  const weight = claim[at]?.weight ?? 0;
  if (weight < LEAST_WEIGHT) return 0;
  let sum = 0;
  for (let next = at + 1; next < claim.length; next++) {
    const other = own.get(next) ?? '';
    const otherWeight = claim[next]?.weight ?? 0;
    if (other === role || otherWeight < LEAST_WEIGHT) continue;
    const [place, beside] = nearestPair(passage.terms, found, places[next] ?? []);
    if (written.get(place) === other && written.get(beside) === role) sum += Math.min(weight, otherWeight);
  }
  return sum;
}

/** The places of two terms of one sentence that are nearest to each other. */
function nearestPair(
  terms: readonly SupportTerm[],
  ones: readonly number[],
  others: readonly number[],
): readonly [number, number] {
  let best: readonly [number, number] = [-1, -1];
  let least = Number.POSITIVE_INFINITY;
  for (const one of ones)
    for (const other of others) {
      const [first, second] = [terms[one], terms[other]];
      if (!first || !second || first.sentence !== second.sentence || one === other) continue;
      const distance = Math.abs(first.place - second.place);
      if (distance < least) [best, least] = [[one, other], distance];
    }
  return best;
}

/** Clauses that tell their action from the side of what suffers it. */
function passiveClauses(words: readonly SupportWord[]): Set<number> {
  const passive = new Set<number>();
  words.forEach(({ form, clause }, at) => {
    if (form === 'by' && words[at - 1]?.term !== undefined) passive.add(clause);
  });
  return passive;
}

/** Pairs of terms of one clause around a third one, two away at most. */
function* pairsAround(claim: readonly SupportTerm[], middle: number): Generator<readonly [number, number]> {
  for (const left of [middle - 1, middle - 2])
    for (const right of [middle + 1, middle + 2]) {
      const [one, other] = [claim[left], claim[right]];
      if (one && other && one.clause === other.clause && one.stem !== other.stem) yield [left, right];
    }
}

/** A third term between two tells who does what to whom: "steel protects concrete". */
function reversals({ claim, passage, places }: ClaimMatch, words: readonly SupportWord[]): number {
  const own = passiveClauses(words);
  const all = passage.sentences.flatMap((sentence) => sentence.words);
  const theirs = passiveClauses(all);
  const nouns = new Set(all.flatMap(({ term, isLed }) => (isLed ? (term ?? []) : [])));
  const wordOf = new Map(words.map((word) => [word.term, word]));
  const placesIn = (at: number, clause: number): number[] =>
    (places[at] ?? [])
      .flatMap((place) => passage.terms[place] ?? [])
      .filter((term) => term.clause === clause)
      .map(({ place }) => place);

  /** 1 where two terms stand around a verb as they do in the claim, -1 where they stand the other way round. */
  const turnAt = (verb: SupportTerm, isPassive: boolean, left: number, right: number): number => {
    const [lefts, rights] = [placesIn(left, verb.clause), placesIn(right, verb.clause)];
    const stands = (sign: number): boolean =>
      lefts.some((place) => Math.sign(place - verb.place) === -sign) &&
      rights.some((place) => Math.sign(place - verb.place) === sign);
    const straight = isPassive === theirs.has(verb.clause) ? 1 : -1;
    if (stands(straight)) return 1;
    return stands(-straight) ? -1 : 0;
  };

  let most = 0;
  for (let middle = 1; middle + 1 < claim.length; middle++) {
    const word = wordOf.get(middle);
    if (word === undefined || word.isLed) continue;
    const verbs = (places[middle] ?? [])
      .filter((place) => !nouns.has(place))
      .flatMap((place) => passage.terms[place] ?? [])
      .filter(({ isEcho }) => !isEcho);
    for (const [left, right] of pairsAround(claim, middle)) {
      const turns = verbs.map((verb) => turnAt(verb, own.has(word.clause), left, right));
      if (!turns.includes(-1) || turns.includes(1)) continue;
      most = Math.max(
        most,
        Math.min(claim[left]?.weight ?? 0, claim[right]?.weight ?? 0, 2 * (claim[middle]?.weight ?? 0)),
      );
    }
  }
  return most;
}
