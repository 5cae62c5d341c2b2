import { detectLatinLanguage } from './function-words.ts';
import { isClaim } from './support-claim.ts';
import { doubtOf } from './support-doubt.ts';
import { measureSupport, type SupportMeasures } from './support-features.ts';
import { crossLanguageSupport, sharesScript } from './support-language.ts';
import { DOUBT_LIMIT } from './support-model.ts';
import { withoutOrders } from './support-order.ts';
import { analyzeSupportText, type SupportText } from './support-text.ts';
import type { Support, SupportPassage, SupportPlace, SupportReason } from './support-verdict.ts';

/** How support is scored. */
export interface SupportOptions {
  /** Similarity of the sentence to the best passage by embeddings, 0…1: at .7 it says nothing, above it speaks for. */
  readonly dense?: number | undefined;
}

/** Doubts that a similarity of 1 takes away. */
const DENSE_WEIGHT = 1.5;
const DENSE_NEUTRAL = 0.7;
/** Words of a part of a sentence that is scored by itself. */
const PART_WORDS = 4;
/** Share of the matched matter that may be denied on one side alone: "says nothing of" and "does not say". */
const DENIED = 0.15;
const PART_BREAK = /;\s+|,\s+(?:and|but|while|whereas)\s+/u;

/** Texts that were taken apart last: the same passages are cited again and again. */
const analyzed = new Map<string, SupportText>();
const KEPT_TEXTS = 200;

function textOf({ text }: SupportPassage): SupportText {
  const known = analyzed.get(text) ?? analyzeSupportText(withoutOrders(text));
  analyzed.delete(text);
  analyzed.set(text, known);
  if (analyzed.size > KEPT_TEXTS) analyzed.delete(analyzed.keys().next().value ?? '');
  return known;
}

/**
 * Says whether what a sentence says stands in the passages that it cites. Deterministic; looks at words and their
 * order alone, so that a paraphrase far from the passage may be flagged, and a very apt forgery may not.
 *
 * @param passages - what it cites; the last 200 texts are kept taken apart
 */
export function scoreSupport(
  sentence: string,
  passages: readonly SupportPassage[],
  options: SupportOptions = {},
): Support {
  if (!isClaim(sentence)) return { status: 'neutral', supported: true, score: 1, reasons: [] };
  const language = detectLatinLanguage(sentence.toLowerCase().match(/\p{L}+/gu) ?? []);
  const isEnglish = language === undefined || language === 'en';
  if (!isEnglish || !passages.every(({ text }) => sharesScript(sentence, text))) {
    return crossLanguageSupport(sentence, passages);
  }
  const whole = bestSupport(sentence, passages, options);
  if (whole.supported || passages.length < 2) return whole;
  const parts = sentence.split(PART_BREAK).filter((part) => part.trim() !== '');
  const isSplit = parts.length > 1 && parts.every((part) => part.trim().split(/\s+/u).length >= PART_WORDS);
  if (!isSplit) return whole;
  const scored = parts.map((part) => bestSupport(part, passages, options));
  // Parts that one passage has are what the whole was judged by.
  const sources = new Set(scored.map(({ place }) => place?.passageId));
  if (sources.size < 2 || !scored.every(({ supported }) => supported)) return whole;
  return {
    ...whole,
    status: 'supported',
    supported: true,
    score: Math.min(...scored.map(({ score }) => score)),
    reasons: [],
  };
}

interface Scored {
  readonly passage: SupportPassage;
  readonly measures: SupportMeasures;
  readonly doubt: number;
}

/** Coverage that a passage may lack against the best one and still be what a sentence is judged by. */
const NEARLY = 0.15;

/** The least doubtful one of those that have most of the sentence: a passage about something else cannot bear it out. */
function nearest(all: readonly Scored[]): Scored | undefined {
  const most = Math.max(...all.map(({ measures }) => measures.window.coverage));
  return all
    .filter(({ measures }) => measures.window.coverage >= most - NEARLY)
    .reduce<Scored | undefined>(
      (best, next) => (best === undefined || next.doubt < best.doubt ? next : best),
      undefined,
    );
}

function bestSupport(sentence: string, passages: readonly SupportPassage[], { dense }: SupportOptions): Support {
  const claim = analyzeSupportText(sentence);
  const all = passages.map((passage): Scored => {
    const measures = measureSupport(claim, textOf(passage));
    const doubt = doubtOf(measures) - (dense === undefined ? 0 : DENSE_WEIGHT * (dense - DENSE_NEUTRAL));
    return { passage, measures, doubt };
  });
  const best = nearest(all);
  if (best === undefined) return { status: 'unsupported', supported: false, score: 0, reasons: ['unknown_words'] };
  const supported = best.doubt <= DOUBT_LIMIT;
  const place = placeOf(best.passage, best.measures);
  return {
    status: supported ? 'supported' : 'unsupported',
    supported,
    score: 1 / (1 + Math.exp(best.doubt - DOUBT_LIMIT)),
    reasons: supported ? [] : reasonsOf(best.measures),
    ...(place ? { place } : {}),
  };
}

function placeOf(passage: SupportPassage, { window }: SupportMeasures): SupportPlace | undefined {
  const { sentences } = textOf(passage);
  const start = sentences[window.first]?.start;
  const end = sentences[window.last]?.end;
  if (start === undefined || end === undefined || window.coverage === 0) return undefined;
  return { passageId: passage.id, start, end };
}

const SUBSTITUTED = 0.3;
const UNKNOWN = 0.35;

function reasonsOf({ features }: SupportMeasures): SupportReason[] {
  const reasons: SupportReason[] = [];
  if (features.denied > DENIED) reasons.push('negation');
  if (features.unknownNumbers > 0) reasons.push('unknown_number');
  if (features.opposed > 0 || features.open > 0) reasons.push('opposite');
  if (features.unknownNames > 0) reasons.push('unknown_name');
  if (features.substituted > SUBSTITUTED || features.exchanged > 0) reasons.push('substitution');
  if (features.unknown > UNKNOWN) reasons.push('unknown_words');
  return reasons.length > 0 ? reasons : ['merged'];
}
