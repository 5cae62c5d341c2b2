import type { ClaimMatch } from './support-match.ts';
import type { SupportWord } from './support-reader.ts';

/** A word of the passage with its sentence. */
export interface Column {
  readonly word: SupportWord;
  readonly sentence: number;
}

/** A word of the claim, by its place, and the column that says it. */
export type Step = readonly [claimed: number, written: number];

/** A claim laid along a sentence. */
export interface Layout {
  readonly sentence: number;
  readonly columns: readonly Column[];
  readonly steps: readonly Step[];
}

/** What stands between two steps on both sides. */
export interface Slot {
  readonly claimed: readonly SupportWord[];
  readonly written: readonly SupportWord[];
  /** Whether there is a step on both sides. */
  readonly isInner: boolean;
  /** Whether a clause begins behind it. */
  readonly isClosed: boolean;
}

const FUNCTION_WEIGHT = 0.25;
const SUBSTITUTION = -0.2;
const SKIPPED_CLAIM = -0.3;
const SKIPPED_PASSAGE = -0.06;
const SKIPPED_CLAUSE = -0.06;
/** Sentences that are tried. */
const CANDIDATES = 5;
/** Moves of the alignment. */
const TOGETHER = 1;
const UP = 2;
const LEFT = 3;

/** Weight of a word of the claim; function words weigh little. */
export function weightOfWord({ claim }: ClaimMatch, word: SupportWord): number {
  return word.term === undefined ? FUNCTION_WEIGHT : (claim[word.term]?.weight ?? FUNCTION_WEIGHT);
}

/** How far a word of the passage says one of the claim, 0…1. */
export function wordLikeness({ likeness }: ClaimMatch, one: SupportWord, other: SupportWord): number {
  if (one.term !== undefined && other.term !== undefined) return likeness(one.term, other.term);
  return one.form === other.form ? 1 : 0;
}

/** Lays words of a claim along the sentences that have most of them, and gives the best layout. */
export function nearestLayout(match: ClaimMatch, claim: readonly SupportWord[]): Layout | undefined {
  const own = new Set(claim.flatMap(({ term }) => term ?? []));
  let best: Layout | undefined;
  let worth = Number.NEGATIVE_INFINITY;
  for (const sentence of candidates(match, own)) {
    const columns = columnsAround(match, sentence);
    const { steps, score } = layAlong(match, claim, columns);
    if (score <= worth || steps.length === 0) continue;
    worth = score;
    best = { sentence, columns, steps };
  }
  return best;
}

function candidates({ claim, passage, places, likeness }: ClaimMatch, own: ReadonlySet<number>): number[] {
  const covers = new Float64Array(passage.sentences.length);
  claim.forEach(({ weight }, at) => {
    if (!own.has(at)) return;
    const seen = new Set<number>();
    for (const place of places[at] ?? []) {
      const sentence = passage.terms[place]?.sentence ?? 0;
      if (seen.has(sentence)) continue;
      seen.add(sentence);
      covers[sentence] = (covers[sentence] ?? 0) + weight * likeness(at, place);
    }
  });
  return Array.from(covers, (cover, sentence) => ({ cover, sentence }))
    .filter(({ cover }) => cover > 0)
    .sort((a, b) => b.cover - a.cover || a.sentence - b.sentence)
    .slice(0, CANDIDATES)
    .map(({ sentence }) => sentence);
}

/** The words of a sentence, and of the next one when that leans on it. */
function columnsAround({ passage }: ClaimMatch, sentence: number): Column[] {
  const last = passage.sentences[sentence + 1]?.isAnaphoric === true ? sentence + 1 : sentence;
  return [sentence, last]
    .filter((each, at, all) => all.indexOf(each) === at)
    .flatMap((each) => (passage.sentences[each]?.words ?? []).map((word) => ({ word, sentence: each })));
}

interface Table {
  readonly scores: Float64Array;
  readonly moves: Uint8Array;
  readonly width: number;
}

/** Global in the claim, with free ends in the passage. @see https://doi.org/10.1016/0022-2836(70)90057-4 */
function layAlong(
  match: ClaimMatch,
  claim: readonly SupportWord[],
  columns: readonly Column[],
): { readonly steps: readonly Step[]; readonly score: number } {
  const width = columns.length + 1;
  const table = {
    scores: new Float64Array((claim.length + 1) * width),
    moves: new Uint8Array((claim.length + 1) * width),
    width,
  };
  const dropped = columns.map(({ word }) => SKIPPED_PASSAGE + (word.isApart ? SKIPPED_CLAUSE : 0));
  const free = dropped.map(() => 0);
  claim.forEach((word, at) => {
    fillRow(table, (at + 1) * width, match, word, columns, at + 1 === claim.length ? free : dropped);
  });
  return { steps: stepsOf(table, match, claim, columns), score: table.scores.at(-1) ?? 0 };
}

function fillRow(
  { scores, moves, width }: Table,
  row: number,
  match: ClaimMatch,
  word: SupportWord,
  columns: readonly Column[],
  dropped: readonly number[],
): void {
  const weight = weightOfWord(match, word);
  scores[row] = (scores[row - width] ?? 0) + SKIPPED_CLAIM * weight;
  moves[row] = UP;
  for (let column = 1; column < width; column++) {
    const like = wordLikeness(match, word, columns[column - 1]?.word ?? word);
    const together = (scores[row - width + column - 1] ?? 0) + weight * (like > 0 ? like : SUBSTITUTION);
    const up = (scores[row - width + column] ?? 0) + SKIPPED_CLAIM * weight;
    const left = (scores[row + column - 1] ?? 0) + (dropped[column - 1] ?? 0);
    const most = Math.max(together, up, left);
    scores[row + column] = most;
    if (most === together) moves[row + column] = TOGETHER;
    else moves[row + column] = most === up ? UP : LEFT;
  }
}

function stepsOf(
  { moves, width }: Table,
  match: ClaimMatch,
  claim: readonly SupportWord[],
  columns: readonly Column[],
): Step[] {
  const steps: Step[] = [];
  let column = width - 1;
  for (let row = claim.length; row > 0 && column >= 0; ) {
    const move = moves[row * width + column];
    if (move !== LEFT) row--;
    if (move !== UP) column--;
    if (move !== TOGETHER) continue;
    const [word, written] = [claim[row], columns[column]?.word];
    if (word && written && wordLikeness(match, word, written) > 0) steps.push([row, column]);
  }
  return steps.reverse();
}

/** What a layout leaves over, before, between and behind its steps. */
export function slotsBetween(claim: readonly SupportWord[], { columns, steps }: Layout): Slot[] {
  const slots: Slot[] = [];
  for (let at = 0; at <= steps.length; at++) {
    const [fromClaim, fromColumn] = steps[at - 1] ?? [-1, -1];
    const [toClaim, toColumn] = steps[at] ?? [claim.length, columns.length];
    const isInner = at > 0 && at < steps.length;
    const written = columns.slice(fromColumn + 1, toColumn).map(({ word }) => word);
    const edge = columns[at === 0 ? toColumn : fromColumn]?.word.clause;
    slots.push({
      claimed: claim.slice(fromClaim + 1, toClaim),
      written: isInner ? written : written.filter(({ clause }) => clause === edge),
      isInner,
      isClosed: columns[toColumn]?.word.isApart !== false,
    });
  }
  return slots;
}
