import { type ClaimMatch, weightOf } from './support-match.ts';
import { isOpposite, type SupportTerm } from './support-term.ts';

/** What a claim, laid in order along the sentence of a passage that it is nearest to, has in common with it. */
export interface ClaimAlignment {
  /** Share of the claim's matter that is matched in order, 0…1. */
  readonly share: number;
  /** Weight of what the claim has put in place of other matter. */
  readonly substituted: number;
  /** Weight of what it has added, from elsewhere or of its own. */
  readonly added: number;
  /** Share of the matched matter of which one side says that it is not so. */
  readonly denied: number;
  /** Words in place of their opposites. */
  readonly opposed: number;
  /** Pairs that have changed places. */
  readonly exchanged: number;
  /** Whether the sentence itself claims nothing: a question, an opinion in quotation marks. */
  readonly isOpen: boolean;
  /** The sentence's place in the passage. */
  readonly sentence: number;
}

type Pair = readonly [claimed: number, written: number];

interface Zone {
  /** Places in the claim. */
  readonly claimed: readonly number[];
  /** Places in the passage. */
  readonly written: readonly number[];
}

const SUBSTITUTION = -0.25;
const SKIPPED_CLAIM = -0.35;
const SKIPPED_PASSAGE = -0.12;
const ECHO_SHARE = 0.3;
/** Sentences of a passage that are looked at, by how much of the claim they have. */
const SENTENCES = 5;
/** What a contradiction takes from a sentence's share when the nearest is chosen. */
const CONTRADICTION = 0.08;

/** Lays a claim along the sentences that have most of it, and takes the nearest; undefined when nothing is matched. */
export function alignClaim(match: ClaimMatch): ClaimAlignment | undefined {
  let best: ClaimAlignment | undefined;
  let value = Number.NEGATIVE_INFINITY;
  for (const sentence of likeliestSentences(match)) {
    const written = termsAround(match, sentence);
    const pairs = align(match, written);
    if (pairs.length === 0) continue;
    const alignment = judge(match, written, pairs, sentence);
    const { share, substituted, denied, exchanged } = alignment;
    const worth = share - CONTRADICTION * Math.min(1, substituted + denied + exchanged);
    if (worth <= value) continue;
    value = worth;
    best = alignment;
  }
  return best;
}

function likeliestSentences({ claim, passage, places, likeness }: ClaimMatch): number[] {
  const covers = passage.sentences.map(() => 0);
  claim.forEach(({ weight }, at) => {
    const best = new Map<number, number>();
    for (const place of places[at] ?? []) {
      const sentence = passage.terms[place]?.sentence ?? 0;
      best.set(sentence, Math.max(best.get(sentence) ?? 0, likeness(at, place)));
    }
    for (const [sentence, like] of best) covers[sentence] = (covers[sentence] ?? 0) + weight * like;
  });
  return covers
    .map((cover, sentence) => ({ cover, sentence }))
    .filter(({ cover }) => cover > 0)
    .sort((a, b) => b.cover - a.cover || a.sentence - b.sentence)
    .slice(0, SENTENCES)
    .map(({ sentence }) => sentence);
}

/** A sentence's terms, with those of the next one when that leans on it. */
function termsAround({ passage }: ClaimMatch, sentence: number): number[] {
  const last = passage.sentences[sentence + 1]?.isAnaphoric === true ? sentence + 1 : sentence;
  return passage.terms.flatMap((term, place) => (term.sentence >= sentence && term.sentence <= last ? [place] : []));
}

/** Moves of the alignment. */
const [TOGETHER, UP, LEFT] = [1, 2, 3] as const;

const matchWorth = (like: number, weight: number): number =>
  like > 0 ? like * (0.4 + Math.max(0.3, weight)) : SUBSTITUTION;
const moveTo = (most: number, together: number, up: number): number => {
  if (most === together) return TOGETHER;
  return most === up ? UP : LEFT;
};

/** Global in the claim, with free ends in the passage. @see https://doi.org/10.1016/0022-2836(70)90057-4 */
function align(match: ClaimMatch, written: readonly number[]): Pair[] {
  const { claim, passage, likeness } = match;
  const width = written.length + 1;
  const scores = new Float64Array((claim.length + 1) * width);
  const steps = new Uint8Array((claim.length + 1) * width);
  const dropped = written.map((place) => SKIPPED_PASSAGE * (passage.terms[place]?.isEcho === true ? ECHO_SHARE : 1));
  claim.forEach(({ weight }, at) => {
    const row = (at + 1) * width;
    const isLast = at + 1 === claim.length;
    const skipped = SKIPPED_CLAIM * (0.4 + 0.6 * weight);
    scores[row] = (scores[row - width] ?? 0) + SKIPPED_CLAIM / 2;
    steps[row] = UP;
    for (let column = 1; column < width; column++) {
      const like = likeness(at, written[column - 1] ?? 0);
      const together = (scores[row - width + column - 1] ?? 0) + matchWorth(like, weight);
      const up = (scores[row - width + column] ?? 0) + skipped;
      const left = (scores[row + column - 1] ?? 0) + (isLast ? 0 : (dropped[column - 1] ?? 0));
      const most = Math.max(together, up, left);
      scores[row + column] = most;
      steps[row + column] = moveTo(most, together, up);
    }
  });
  return pairsOf(steps, claim.length, written).filter(([claimed, place]) => likeness(claimed, place) > 0);
}

function pairsOf(steps: Uint8Array, rows: number, written: readonly number[]): Pair[] {
  const width = written.length + 1;
  const pairs: Pair[] = [];
  let row = rows;
  let column = written.length;
  while (row > 0 && column > 0) {
    const step = steps[row * width + column];
    if (step !== LEFT) row--;
    if (step !== UP) column--;
    if (step === TOGETHER) pairs.push([row, written[column] ?? 0]);
  }
  return pairs.reverse();
}

function judge(
  match: ClaimMatch,
  written: readonly number[],
  pairs: readonly Pair[],
  sentence: number,
): ClaimAlignment {
  const { claim, passage, likeness } = match;
  let matched = 0;
  const deniedByClause = new Map<number, number>();
  const agreeing = new Set<number>();
  for (const [claimed, place] of pairs) {
    const one = claim[claimed];
    const other = passage.terms[place];
    if (!one || !other) continue;
    matched += one.weight * likeness(claimed, place);
    if (one.isNegated && other.isNegated) agreeing.add(one.clause);
    if (one.isNegated === other.isNegated || other.isEcho) continue;
    deniedByClause.set(one.clause, (deniedByClause.get(one.clause) ?? 0) + one.weight);
  }
  // Where both deny something of a clause, they mean the same and deny it at another word.
  const denied = [...deniedByClause].reduce((sum, [clause, weight]) => sum + (agreeing.has(clause) ? 0 : weight), 0);
  const anchors = new Set(pairs.map(([, place]) => place));
  const clauses = new Set(pairs.map(([, place]) => passage.terms[place]?.clause));
  const zones = zonesBetween(match, written, pairs);
  const sums = { substituted: 0, added: 0, opposed: 0, exchanged: 0 };
  for (const zone of zones) {
    const put = putWeight(match, zone, anchors, clauses);
    const gone = goneWeight(match, zone);
    if (gone > 0) sums.substituted += Math.min(put, gone);
    else sums.added += put;
    sums.opposed += opposites(match, zone);
    if (zones.some((other) => other !== zone && isCrossed(match, zone, other) && isCrossed(match, other, zone)))
      sums.exchanged += 0.5;
  }
  return {
    ...sums,
    share: matched / (weightOf(claim) || 1),
    denied: matched > 0 ? denied / matched : 0,
    isOpen: passage.sentences[sentence]?.isOpen === true,
    sentence,
  };
}

/** What is left between the pairs on both sides; at the ends only what is in one clause with a pair. */
function zonesBetween({ claim, passage }: ClaimMatch, written: readonly number[], pairs: readonly Pair[]): Zone[] {
  const clauseAt = (place: number | undefined): number | undefined => passage.terms[place ?? -1]?.clause;
  const columnOf = new Map(written.map((place, column) => [place, column]));
  const ends: (Pair | undefined)[] = [undefined, ...pairs, undefined];
  const zones: Zone[] = [];
  for (let at = 1; at < ends.length; at++) {
    const before = ends[at - 1];
    const after = ends[at];
    const claimed: number[] = [];
    for (let place = (before?.[0] ?? -1) + 1; place < (after?.[0] ?? claim.length); place++) claimed.push(place);
    if (claimed.length === 0) continue;
    const from = before ? (columnOf.get(before[1]) ?? -1) + 1 : 0;
    const to = after ? (columnOf.get(after[1]) ?? written.length) : written.length;
    const isInner = before !== undefined && after !== undefined;
    const clauses = [clauseAt(before?.[1]), clauseAt(after?.[1])];
    const own = written
      .slice(from, to)
      .filter((place) => passage.terms[place]?.isEcho !== true && (isInner || clauses.includes(clauseAt(place))));
    zones.push({ claimed, written: own });
  }
  return zones;
}

const COMMON_UNKNOWN = 0.4;
const SHARED_ANCHOR = 0.8;

/** Weight of what the claim has in a zone and the passage has not anywhere near. */
function putWeight(
  { claim, passage, places }: ClaimMatch,
  { claimed }: Zone,
  anchors: ReadonlySet<number>,
  clauses: ReadonlySet<number | undefined>,
): number {
  let put = 0;
  for (const at of claimed) {
    const term = claim[at];
    if (!term) continue;
    const found = (places[at] ?? []).filter((place) => passage.terms[place]?.isEcho !== true);
    if (found.some((place) => clauses.has(passage.terms[place]?.clause) && !anchors.has(place))) continue;
    if (found.length === 0) {
      put += term.weight * (term.isName || term.quantity ? 1 : COMMON_UNKNOWN);
      continue;
    }
    // What is spoken of everywhere ("the robot") is seldom mistaken for something else.
    const spread = new Set(found.map((place) => passage.terms[place]?.sentence)).size;
    put += term.weight * (found.some((place) => anchors.has(place)) ? SHARED_ANCHOR : 1) * Math.min(1, 2 / spread);
  }
  return put;
}

/** Weight of what the passage has in a zone and the claim has not at all. */
function goneWeight({ claim, passage, likeness }: ClaimMatch, { written }: Zone): number {
  return weightOf(
    written
      .filter((place) => !claim.some((_, at) => likeness(at, place) > 0))
      .flatMap((place) => passage.terms[place] ?? []),
  );
}

/** Words in place of their opposites; one that the sentence has as well, elsewhere, has only been moved. */
function opposites({ claim, passage, places }: ClaimMatch, zone: Zone): number {
  const written = zone.written.flatMap((place) => passage.terms[place] ?? []);
  const isMoved = (at: number): boolean =>
    (places[at] ?? []).some((place) => written.some(({ sentence }) => sentence === passage.terms[place]?.sentence));
  const isOpposed = (term: SupportTerm | undefined): boolean =>
    term !== undefined && written.some((other) => other.isNegated === term.isNegated && isOpposite(term, other));
  return zone.claimed.filter((at) => isOpposed(claim[at]) && !isMoved(at)).length;
}

/** Whether one zone's place in the passage has what the claim has in the other zone. */
const isCrossed = ({ likeness }: ClaimMatch, zone: Zone, other: Zone): boolean =>
  zone.written.some((place) => other.claimed.some((at) => likeness(at, place) > 0));
