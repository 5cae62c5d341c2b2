/** Holds a sentence of an answer against the passages. */
import { type Support, type SupportPassage, scoreSupport } from '@lectern/retrieval';
import type { SourcePassage } from '../../content/index.ts';
import type { Range } from '../quotes/chat-quote-range.ts';
import type { SupportJudge } from './chat-verify-options.ts';

/** Where a sentence stands. */
export interface Ground {
  readonly source: SourcePassage;
  readonly range: Range;
}

/** How a sentence stands to the passages. */
export interface Verdict {
  readonly status: Support['status'];
  /** What it may cite. */
  readonly grounds: readonly Ground[];
}

/** Calls of a judge for one answer. */
const MAX_JUDGEMENTS = 6;
/** Below this the measure is sure. */
const LEAST_DOUBTFUL = 0.05;
/** What no judge has to be asked about. */
const CERTAIN: ReadonlySet<string> = new Set(['unknown_number', 'negation']);

/** What sentences are held against. */
export interface SupportCheckOptions {
  readonly sources: readonly SourcePassage[];
  readonly judge?: SupportJudge | undefined;
  readonly signal: AbortSignal;
  /** false: every sentence passes, for the attack suite. */
  readonly checks: boolean;
}

/** Checks sentences. */
export type SupportCheck = ReturnType<typeof createSupportCheck>;

/** Makes a check of an answer's sentences. */
export const createSupportCheck = ({ sources, judge, signal, checks }: SupportCheckOptions) => {
  const passages = sources.map(({ passage }): SupportPassage => ({ id: passage.id, text: passage.text }));
  let judgements = 0;

  const groundIn = (sentence: string, at: number): Ground | undefined => {
    const source = sources[at];
    const passage = passages[at];
    if (!source || !passage) return undefined;
    const { place } = scoreSupport(sentence, [passage]);
    return place ? { source, range: place } : undefined;
  };
  const groundsIn = (sentence: string, cited: readonly number[]): Ground[] =>
    cited.flatMap((at) => groundIn(sentence, at) ?? []);

  const isApproved = async (sentence: string, support: Support, asked: readonly SupportPassage[]): Promise<boolean> => {
    if (!judge || judgements >= MAX_JUDGEMENTS || signal.aborted) return false;
    if (support.score < LEAST_DOUBTFUL || support.reasons.some((reason) => CERTAIN.has(reason))) return false;
    judgements++;
    return judge(
      sentence,
      asked.map(({ text }) => text),
      signal,
    ).catch(() => false);
  };

  /** The passages that it cites bear it out. */
  const byCited = (sentence: string, cited: readonly number[], { status, place }: Support): Verdict => {
    const [only] = cited.length === 1 ? cited : [];
    const source = only === undefined ? undefined : sources[only];
    return { status, grounds: source && place ? [{ source, range: place }] : groundsIn(sentence, cited) };
  };
  /** Another passage than those that it cites bears it out. */
  const byAny = ({ status, place }: Support): Verdict => {
    const source = sources.find(({ passage }) => passage.id === place?.passageId);
    const isCited = status === 'supported' && source !== undefined && place !== undefined;
    return { status, grounds: isCited ? [{ source, range: place }] : [] };
  };

  return {
    /** Grounds of the beginning of a sentence, at a marker in its middle. */
    clause: groundsIn,
    /**
     * Judges a whole sentence by the passages that it cites; by all of them when it cites none, or when what it cites
     * does not bear it out: then the one that does is cited instead.
     */
    async sentence(sentence: string, cited: readonly number[]): Promise<Verdict> {
      if (!checks) return { status: 'supported', grounds: groundsIn(sentence, cited) };
      const own = cited.flatMap((at) => passages[at] ?? []);
      const support = own.length > 0 ? scoreSupport(sentence, own) : undefined;
      if (support?.supported) return byCited(sentence, cited, support);
      const wide = scoreSupport(sentence, passages);
      if (wide.supported) return byAny(wide);
      const nearest = support && support.score >= wide.score ? support : wide;
      if (await isApproved(sentence, nearest, own.length > 0 ? own : passages)) {
        return { status: 'supported', grounds: groundsIn(sentence, cited) };
      }
      return { status: 'unsupported', grounds: [] };
    },
  };
};
