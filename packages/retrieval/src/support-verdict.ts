/** What is said about a sentence and the passages that it cites. */

/** A passage that a sentence may stand on. */
export interface SupportPassage {
  readonly id: string;
  readonly text: string;
}

/** What speaks against a sentence. */
export type SupportReason =
  /** Words that the passage does not have. */
  | 'unknown_words'
  /** A number that it does not have, or not with this unit. */
  | 'unknown_number'
  /** A name or an identifier that it does not have. */
  | 'unknown_name'
  /** One says that it is, the other that it is not. */
  | 'negation'
  /** A word in place of its opposite, or what the passage only asks or cites as an opinion. */
  | 'opposite'
  /** Something in place of something else. */
  | 'substitution'
  /** Facts of different places as one. */
  | 'merged';

/** How a sentence stands to passages. */
export type SupportStatus =
  | 'supported'
  | 'unsupported'
  /** Claims nothing: a greeting, an announcement, a question. */
  | 'neutral'
  /** In another language; its numbers and names are those of the passages. */
  | 'unchecked';

/** Where in a passage a sentence stands, UTF-16 units. */
export interface SupportPlace {
  readonly passageId: string;
  readonly start: number;
  readonly end: number;
}

/** Whether a sentence is borne out. */
export interface Support {
  readonly status: SupportStatus;
  /** `supported`, `neutral` and `unchecked` need no flag. */
  readonly supported: boolean;
  /** Belief that the passages say it, 0…1. */
  readonly score: number;
  /** What speaks against it, the gravest first; empty when nothing does. */
  readonly reasons: readonly SupportReason[];
  /** Where most of it stands; undefined when it has nothing of any passage. */
  readonly place?: SupportPlace;
}
