/** What the verification of a model's answer takes and gives. */
import type { ChatEvent, Citation } from '@lectern/contracts';
import type { SourcePassage } from '../../content/index.ts';

/** What a verified answer consists of: a `citation` always before the `delta` that holds its marker. */
export type VerifiedEvent = Extract<ChatEvent, { event: 'delta' | 'citation' | 'unsupported' }>;

/** A range of the text that no passage supports, UTF-16 units of the text as it was sent. */
export type UnsupportedRange = Extract<ChatEvent, { event: 'unsupported' }>['data'];

/** Asks a model whether passages say what a sentence says. A rejection counts as no. */
export type SupportJudge = (sentence: string, passages: readonly string[], signal: AbortSignal) => Promise<boolean>;

/** Defences of an answer, each of them on; only the attack suite turns one off, to see what it is worth. */
export interface AnswerDefences {
  /** Links, images, HTML and hidden characters are taken out. */
  readonly sanitizer: boolean;
  /** A marker is shown only when a retrieved passage bears it out. */
  readonly markers: boolean;
  /** Our own prompt, and what looks like a key, is never shown. */
  readonly leakGuard: boolean;
  /** Sentences are held against the passages. */
  readonly support: boolean;
}

/** How an answer is verified. */
export interface VerifyOptions {
  /** The passages as they were numbered in the prompt: `[1]` is the first. */
  readonly sources: readonly SourcePassage[];
  readonly question: string;
  /** Aborted when nobody waits any more: the answer ends after what was said until then. */
  readonly signal: AbortSignal;
  /** Text of ours that stands in the prompt and must not come out: the rules, word for word. */
  readonly secrets?: readonly string[] | undefined;
  /** Asked, a few times at most, for sentences that the measure cannot tell. */
  readonly judge?: SupportJudge | undefined;
  /** For tests alone. */
  readonly defences?: Partial<AnswerDefences> | undefined;
}

/** What came out, folded: the same as the events say. */
export interface VerifiedAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly UnsupportedRange[];
  /** Sentences that claim something. */
  readonly sentences: number;
  /** Of these, borne out by a passage. */
  readonly supported: number;
  /** Of these, in another language than the passages, with nothing in them that contradicts what they cite. */
  readonly unchecked: number;
  /** Whether the answer was cut because it began to recite our prompt: what was sent of it has to be replaced. */
  readonly leaked: boolean;
}

/** Whether an answer may stand: a sentence of it is borne out, or could not be checked and contradicts nothing. */
export const isGrounded = ({ supported, unchecked, leaked }: VerifiedAnswer): boolean =>
  !leaked && supported + unchecked > 0;

/** Verifies an answer while it is written. */
export type VerifyAnswer = (
  pieces: AsyncIterable<string>,
  options: VerifyOptions,
) => AsyncGenerator<VerifiedEvent, VerifiedAnswer>;
