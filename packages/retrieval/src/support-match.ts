import { isSameQuantity } from './support-quantity.ts';
import { type SupportTerm, termLikeness } from './support-term.ts';
import type { SupportText } from './support-text.ts';

/** How far each term of a claim is said by each term of a passage. */
export interface ClaimMatch {
  readonly claim: readonly SupportTerm[];
  readonly passage: SupportText;
  /** Places in `passage.terms` that say a term of the claim, by its place. */
  readonly places: readonly (readonly number[])[];
  /** 0…1 for a term of the claim and one of the passage, by their places. */
  readonly likeness: (claimed: number, written: number) => number;
  /** Best likeness of a term of the claim anywhere, 0…1. */
  readonly best: (claimed: number) => number;
}

/** Finds where the terms of a claim stand in a passage, under whatever word. */
export function matchClaim(claim: readonly SupportTerm[], passage: SupportText): ClaimMatch {
  const width = passage.terms.length;
  const table = new Float32Array(claim.length * width);
  const places = claim.map((term, at) => {
    const found: number[] = [];
    for (const [stem, written] of passage.byStem) {
      const first = passage.terms[written[0] ?? -1];
      if (first === undefined || (stem !== term.stem && termLikeness(term, first) === 0)) continue;
      for (const place of written) {
        const likeness = likenessOf(term, passage.terms[place] ?? first);
        if (likeness === 0) continue;
        table[at * width + place] = likeness;
        found.push(place);
      }
    }
    return found;
  });
  const likeness = (claimed: number, written: number): number => table[claimed * width + written] ?? 0;
  const best = (claimed: number): number =>
    (places[claimed] ?? []).reduce((most, place) => Math.max(most, likeness(claimed, place)), 0);
  return { claim, passage, places, likeness, best };
}

const likenessOf = (one: SupportTerm, other: SupportTerm): number => {
  if (one.quantity && other.quantity) return isSameQuantity(one.quantity, other.quantity) ? 1 : 0;
  return termLikeness(one, other);
};

/** Sum of the weights of terms. */
export const weightOf = (terms: readonly SupportTerm[]): number => terms.reduce((sum, { weight }) => sum + weight, 0);
