import { antonyms, synonymGroups } from './support-lexicon.ts';
import type { Quantity } from './support-quantity.ts';
import { stemWord } from './word-stem.ts';

/** A word of matter, a number or a name, in its place. */
export interface SupportTerm {
  /** Form under which it is compared. */
  readonly stem: string;
  readonly surface: string;
  /** How much of a sentence's matter it is, 0…1. */
  readonly weight: number;
  /** Where it stands: words, and more for what parts clauses and sentences. */
  readonly place: number;
  readonly sentence: number;
  readonly clause: number;
  /** Whether its clause denies it. */
  readonly isNegated: boolean;
  /** Whether it is what the negation denies: the first terms behind it. */
  readonly isDenied: boolean;
  readonly quantity?: Quantity;
  /** An identifier, an acronym, or a capitalised word within a sentence. */
  readonly isName: boolean;
  /** Stands for a pronoun: the term itself is before it. */
  readonly isEcho?: boolean;
}

const SYNONYM = 0.8;
const DERIVED = 0.9;
const OTHER_UNIT = 0.6;
/** A stem that begins with another one of this length and more is of its family. */
const FAMILY_LENGTH = 5;

const isFamily = (one: string, other: string): boolean =>
  one.length >= FAMILY_LENGTH && other.length >= FAMILY_LENGTH && (one.startsWith(other) || other.startsWith(one));

function isSynonym(one: string, other: string): boolean {
  const groups = synonymGroups(one);
  if (groups === undefined) return false;
  for (const group of synonymGroups(other) ?? []) if (groups.has(group)) return true;
  return false;
}

/** How far two terms say the same: 1 the same word, less for a synonym. */
export function termLikeness(one: SupportTerm, other: SupportTerm): number {
  if (one.stem === other.stem) {
    const [own = '', others = ''] = [one.quantity?.unit, other.quantity?.unit];
    return own !== '' && others !== '' && own !== others ? OTHER_UNIT : 1;
  }
  if (one.quantity || other.quantity) return 0;
  if (isFamily(one.stem, other.stem)) return DERIVED;
  return isSynonym(one.stem, other.stem) ? SYNONYM : 0;
}

/** Whether two terms say the opposite. */
export const isOpposite = (one: SupportTerm, other: SupportTerm): boolean => {
  const degree = degreeOf(one.surface);
  if (degree !== degreeOf(other.surface)) return false;
  if (antonyms(one.stem)?.has(other.stem) === true) return true;
  return (
    degree !== '' &&
    bareForms(one.surface).some((bare) => bareForms(other.surface).some((form) => antonyms(bare)?.has(form)))
  );
};

const degreeOf = (word: string): string => /(?:er|est)$/u.exec(word)?.[0] ?? '';

/** "larger", "finest", "biggest" without their endings. */
const bareForms = (word: string): string[] => {
  const bare = word.replace(/(?:er|est)$/u, '');
  return [bare, `${bare}e`, bare.replace(/(.)\1$/u, '$1'), bare.replace(/i$/u, 'y')].map((form) =>
    stemWord(form, 'english'),
  );
};
