import {
  type Column,
  type Layout,
  nearestLayout,
  type Slot,
  type Step,
  slotsBetween,
  weightOfWord,
  wordLikeness,
} from './support-layout.ts';
import type { ClaimMatch } from './support-match.ts';
import type { SupportWord } from './support-reader.ts';

/** What a claim, laid word by word along the sentence that it is nearest to, has in common with it. */
export interface FrameFeatures {
  /** Share of the claim's words, those of matter weighing more, that do not stand in this order, 0…1. */
  readonly frameMissing: number;
  /** Weight of what stands in the place of something else, and is spoken of elsewhere in the passage. */
  readonly frameKnown: number;
  /** As that, of what the passage does not speak of. */
  readonly frameUnknown: number;
  /** Words that have changed places with each other. */
  readonly frameCrossed: number;
  /** Weight of what stands elsewhere in the sentence. */
  readonly frameMoved: number;
  /** Number of nouns in the place of others that the claim does not name. */
  readonly frameNouns: number;
  /** Pieces of the sentence that were left out within. */
  readonly frameBreaks: number;
  /** As that, with the end of a clause in them. */
  readonly frameClauseBreaks: number;
  /** As that, where what is left out goes from one clause into another and is no inset between commas. */
  readonly frameJoins: number;
  /** Difference of the negations, those in verbs too, of the claim and of the clauses that it is laid along. */
  readonly frameDenials: number;
  /** Numbers, or words of number, in the place of other ones. */
  readonly frameCounts: number;
  /** Weight of what was put in without anything being left out. */
  readonly frameInserted: number;
  /** Negations left out or put in. */
  readonly frameNegations: number;
  /** Words like "only", "all", "before" that were left out, put in or exchanged. */
  readonly frameQualifiers: number;
  /** Weight of substitutions between neighbours that are word for word the same on both sides. */
  readonly frameTight: number;
}

/** Nothing in common. */
export const NOTHING: FrameFeatures = {
  frameMissing: 1,
  frameKnown: 0,
  frameUnknown: 0,
  frameCrossed: 0,
  frameMoved: 0,
  frameNouns: 0,
  frameBreaks: 0,
  frameClauseBreaks: 0,
  frameJoins: 0,
  frameDenials: 0,
  frameCounts: 0,
  frameInserted: 0,
  frameNegations: 0,
  frameQualifiers: 0,
  frameTight: 0,
};

const QUALIFIER =
  /^(?:only|all|every|always|never|before|after|until|more|less|most|least|both|each|without|with|from|to|into|by|than|under|above|below|over|first|last|alone|any|some|no|none|nothing|many|few|must|can|cannot|up|down|on|off|out)$/u;

/** A number, or a word that stands for one. */
const COUNT =
  /^(?:#.*|one|singl|onc|first|second|third|fourth|fifth|last|half|quarter|both|doubl|twice|none|ten|hundr|thousand|million|billion|dozen|everi|each|all|sever|mani|few|pair)$/u;

/** Lays a claim along the sentence that has most of it, and measures it against that. */
export function frameFeatures(match: ClaimMatch, claim: readonly SupportWord[]): FrameFeatures {
  const layout = nearestLayout(match, claim);
  return layout ? measureLayout(match, claim, layout) : NOTHING;
}

/** Measures a claim against the sentence that it is laid along. */
export function measureLayout(match: ClaimMatch, claim: readonly SupportWord[], layout: Layout): FrameFeatures {
  const { columns, steps } = layout;
  const slots = slotsBetween(claim, layout);
  let total = 0;
  for (const word of claim) total += weightOfWord(match, word);
  let matched = 0;
  for (const [at, column] of steps) {
    const [word, written] = [claim[at], columns[column]?.word];
    if (word && written) matched += weightOfWord(match, word) * wordLikeness(match, word, written);
  }
  const inner = slots.filter(({ isInner }) => isInner);
  const sums: SlotSums = { ...NO_SUMS };
  for (const slot of slots) {
    addWords(match, slot, slots, sums);
    addSigns(match, slot, sums);
  }
  return {
    ...sums,
    frameMissing: 1 - matched / (total || 1),
    frameBreaks: inner.filter(({ claimed, written }) => written.length > 0 && claimed.length === 0).length,
    frameClauseBreaks: inner.filter(({ written }) => written.slice(1).some(({ isApart }) => isApart)).length,
    frameJoins: inner.filter(isJoin).length,
    frameDenials: denials(claim, columns, steps),
  };
}

/** Whether what was left out begins in one clause and ends within another. */
const isJoin = ({ written, isClosed }: Slot): boolean =>
  written.some(({ isApart }) => isApart) && !(written[0]?.isApart === true && isClosed);

const DENIAL =
  /^(?:fail|imposs|useless|unnecessari|prevent|avoid|forbid|prohibit|miss|absent|except|lack|refus|reject|stop|unabl|rid|free|without|forbidden|neglig|ignor|skip|exclud|away|longer|instead|rather|hardly|scarc|seldom|rare)$/u;

function denials(claim: readonly SupportWord[], columns: readonly Column[], steps: readonly Step[]): number {
  const clauses = new Set(
    steps.flatMap(([, column]) => {
      const word = columns[column]?.word;
      return word?.term === undefined ? [] : word.clause;
    }),
  );
  const count = (words: readonly SupportWord[]): number =>
    words.filter(({ form, isNegation }) => isNegation || DENIAL.test(form)).length;
  return count(claim) - count(columns.map(({ word }) => word).filter(({ clause }) => clauses.has(clause)));
}

type SlotSums = {
  -readonly [name in
    | 'frameKnown'
    | 'frameUnknown'
    | 'frameCrossed'
    | 'frameMoved'
    | 'frameNouns'
    | 'frameCounts'
    | 'frameInserted'
    | 'frameNegations'
    | 'frameQualifiers'
    | 'frameTight']: number;
};

const NO_SUMS: Readonly<SlotSums> = {
  frameKnown: 0,
  frameUnknown: 0,
  frameCrossed: 0,
  frameMoved: 0,
  frameNouns: 0,
  frameCounts: 0,
  frameInserted: 0,
  frameNegations: 0,
  frameQualifiers: 0,
  frameTight: 0,
};

/** What the passage has in a slot and the claim nowhere. */
const goneFrom = ({ claim, likeness }: ClaimMatch, { written }: Slot): SupportWord[] =>
  written.filter(({ term }) => term !== undefined && !claim.some((_, at) => likeness(at, term) > 0));

/** Whether a word of one slot is what another slot lacks, and that one has what this one lacks. */
const isCrossing = (match: ClaimMatch, word: SupportWord, slot: Slot, slots: readonly Slot[]): boolean =>
  slots.some(
    (other) =>
      other !== slot &&
      other.written.some((each) => wordLikeness(match, word, each) > 0) &&
      other.claimed.some(
        (each) => each.term !== undefined && slot.written.some((own) => wordLikeness(match, each, own) > 0),
      ),
  );

const isElsewhere = (match: ClaimMatch, word: SupportWord, slot: Slot, slots: readonly Slot[]): boolean =>
  slots.some(
    (other) => other !== slot && other.isInner && other.written.some((each) => wordLikeness(match, word, each) > 0),
  );

/** Adds what the claim has of matter in a slot. */
function addWords(match: ClaimMatch, slot: Slot, slots: readonly Slot[], sums: SlotSums): void {
  const { claimed, written, isInner } = slot;
  const gone = goneFrom(match, slot);
  const isShort = isInner && claimed.length <= 2 && written.length <= 3;
  const takesNoun = isInner && claimed.length <= 3 && gone.some(({ isLed }) => isLed);
  for (const word of claimed) {
    if (word.term === undefined) continue;
    const weight = weightOfWord(match, word);
    if (isCrossing(match, word, slot, slots)) sums.frameCrossed += weight;
    if (isElsewhere(match, word, slot, slots)) sums.frameMoved += weight;
    if (takesNoun && word.isLed) sums.frameNouns++;
    if (gone.length === 0) {
      sums.frameInserted += weight;
      continue;
    }
    const isKnown = (match.places[word.term]?.length ?? 0) > 0;
    sums[isKnown ? 'frameKnown' : 'frameUnknown'] += weight;
    if (isShort) sums.frameTight += weight;
  }
}

const negationsIn = (words: readonly SupportWord[]): number => words.filter(({ isNegation }) => isNegation).length;
const qualifiersIn = (words: readonly SupportWord[]): string[] =>
  words.map(({ form }) => form).filter((form) => QUALIFIER.test(form));
const isCount = ({ form }: SupportWord): boolean => COUNT.test(form);

/** Adds what is counted, denied and qualified in a slot. */
function addSigns(match: ClaimMatch, slot: Slot, sums: SlotSums): void {
  const { claimed, written, isInner } = slot;
  const functional = written.filter(({ term }) => term === undefined);
  if (claimed.some(isCount) && [...goneFrom(match, slot), ...functional].some(isCount)) sums.frameCounts++;
  const theirNegations = negationsIn(written);
  sums.frameNegations += Math.abs(negationsIn(claimed) - (isInner ? theirNegations : Math.min(1, theirNegations)));
  const [own, theirs] = [qualifiersIn(claimed), qualifiersIn(written)];
  const dropped = isInner && claimed.length > 0 ? theirs.filter((form) => !own.includes(form)).length : 0;
  sums.frameQualifiers += own.filter((form) => !theirs.includes(form)).length + dropped / 2;
}
