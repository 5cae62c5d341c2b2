import { stemmer } from 'stemmer';
import type { TextSpan } from './sentence-splitter.ts';

/** The words of a text in their order, function words too. */
export interface WordSequence {
  readonly words: readonly string[];
  /** Sentence of each word. */
  readonly sentences: readonly number[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** How far a claim is put together of pieces of a passage; lengths are shares of the claim, 0…1. */
export interface RunFeatures {
  readonly longestRun: number;
  /** What stands in runs of two words and more. */
  readonly inRuns: number;
  readonly runCount: number;
  /** Words of the shorter of two neighbouring runs that are of different sentences. */
  readonly splicedSentences: number;
  /** As that, of runs whose order in one sentence is turned. */
  readonly splicedBack: number;
}

const WORD = /[\p{L}\p{N}_]+(?:[.'’-][\p{L}\p{N}]+)*/gu;
const ENGLISH = /^[a-z]+$/u;
const ARTICLE = /^(?:an?|the)$/u;
/** Words between two runs that are still neighbours. */
const NEIGHBOUR_GAP = 2;

/** Takes the words of a text for {@link runFeatures}. */
export function wordSequence(text: string, spans: readonly TextSpan[]): WordSequence {
  const words: string[] = [];
  const sentences: number[] = [];
  const places = new Map<string, number[]>();
  spans.forEach(({ start, end }, sentence) => {
    for (const [found] of text.slice(start, end).toLowerCase().matchAll(WORD)) {
      if (ARTICLE.test(found)) continue;
      const word = ENGLISH.test(found) ? stemmer(found) : found;
      const known = places.get(word);
      if (known) known.push(words.length);
      else places.set(word, [words.length]);
      words.push(word);
      sentences.push(sentence);
    }
  });
  return { words, sentences, places };
}

interface Run {
  readonly from: number;
  readonly length: number;
  readonly place: number;
}

/** Measures the runs of words that a claim takes from a passage. */
export function runFeatures(claim: WordSequence, passage: WordSequence): RunFeatures {
  const runs = longestRuns(claim, passage);
  const total = claim.words.length || 1;
  const long = runs.filter(({ length }) => length > 1);
  let splicedSentences = 0;
  let splicedBack = 0;
  long.slice(1).forEach((run, index) => {
    const before = long[index];
    if (before === undefined || run.from - before.from - before.length > NEIGHBOUR_GAP) return;
    const shorter = Math.min(run.length, before.length);
    if (passage.sentences[run.place] !== passage.sentences[before.place])
      splicedSentences = Math.max(splicedSentences, shorter);
    else if (run.place < before.place) splicedBack = Math.max(splicedBack, shorter);
  });
  return {
    longestRun: runs.reduce((most, { length }) => Math.max(most, length), 0) / total,
    inRuns: long.reduce((sum, { length }) => sum + length, 0) / total,
    runCount: runs.length / total,
    splicedSentences,
    splicedBack,
  };
}

/** Takes the longest run at each place, of several the one in the sentence of the run before. */
function longestRuns(claim: WordSequence, passage: WordSequence): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < claim.words.length; ) {
    const sentence = passage.sentences[runs.at(-1)?.place ?? -1];
    let best: Run | undefined;
    let value = 0;
    for (const place of passage.places.get(claim.words[from] ?? '') ?? []) {
      let length = 1;
      while (
        from + length < claim.words.length &&
        claim.words[from + length] === passage.words[place + length] &&
        passage.sentences[place + length] === passage.sentences[place]
      )
        length++;
      const worth = length + (passage.sentences[place] === sentence ? 0.5 : 0);
      if (worth > value) {
        value = worth;
        best = { from, length, place };
      }
    }
    if (best) runs.push(best);
    from += best?.length ?? 1;
  }
  return runs;
}
