import type { ClaimMatch } from './support-match.ts';
import type { SupportTerm } from './support-term.ts';

/** The way through a passage that takes a claim's terms in their order, at the least cost of leaps and of terms left out. */
export interface ClaimPath {
  readonly total: number;
  /** Dearest single step. */
  readonly longest: number;
  /** Matter that was left out because it stands too far off. */
  readonly skipped: number;
  /** Leaps into another sentence within a clause of the claim. */
  readonly switches: number;
  /** Steps backwards. */
  readonly inversions: number;
}

/** Dearest leap into another sentence, and within one. */
const LEAP_CAP = 14;
const WITHIN_CAP = 7;
/** Cost of leaving out a term of full weight; it falls with the square of the weight. */
const SKIP = 12;
/** A leap where the claim itself begins a new clause. */
const NEW_CLAUSE_SHARE = 0.4;
const UNLIKENESS = 0.7;
const ECHO = 0.5;
/** Ways that are followed at once. */
const BEAM = 12;

interface Way extends ClaimPath {
  readonly written: SupportTerm | undefined;
  readonly claimed: SupportTerm | undefined;
}

/** Finds the cheapest way. */
export function claimPath({ claim, passage, places, likeness }: ClaimMatch): ClaimPath {
  let ways: Way[] = [
    { total: 0, longest: 0, skipped: 0, switches: 0, inversions: 0, written: undefined, claimed: undefined },
  ];
  claim.forEach((claimed, at) => {
    const own = places[at] ?? [];
    if (own.length === 0) return;
    const next: Way[] = [];
    for (const place of own) {
      const written = passage.terms[place];
      if (written === undefined) continue;
      const fixed = UNLIKENESS * (1 - likeness(at, place)) + (written.isEcho ? ECHO : 0);
      const best = cheapestStep(ways, claimed, written, fixed);
      if (best) next.push(best);
    }
    const skip = 1 + SKIP * claimed.weight ** 2;
    for (const way of ways) {
      next.push({
        ...way,
        total: way.total + skip,
        longest: Math.max(way.longest, skip),
        skipped: way.skipped + claimed.weight,
      });
    }
    ways = next.sort((one, other) => one.total - other.total).slice(0, BEAM);
  });
  const { total = 0, longest = 0, skipped = 0, switches = 0, inversions = 0 } = ways[0] ?? {};
  return { total, longest, skipped, switches, inversions };
}

/** The cheapest of the ways, led on to a term of the passage. */
function cheapestStep(
  ways: readonly Way[],
  claimed: SupportTerm,
  written: SupportTerm,
  fixed: number,
): Way | undefined {
  let best: Way | undefined;
  for (const way of ways) {
    const step = leapTo(way, claimed, written) * (0.4 + 0.6 * claimed.weight) + fixed;
    const total = way.total + step;
    if (best !== undefined && total >= best.total) continue;
    const isSwitch =
      way.written !== undefined && way.written.sentence !== written.sentence && way.claimed?.clause === claimed.clause;
    const isBack = way.written !== undefined && written.place < way.written.place;
    best = {
      total,
      longest: Math.max(way.longest, step),
      skipped: way.skipped,
      switches: way.switches + (isSwitch ? 1 : 0),
      inversions: way.inversions + (isBack ? 1 : 0),
      written,
      claimed,
    };
  }
  return best;
}

function leapTo({ written, claimed }: Way, next: SupportTerm, place: SupportTerm): number {
  if (written === undefined || claimed === undefined) return 0;
  const gap = Math.abs(next.place - claimed.place);
  const distance = place.place - written.place;
  const stretch = Math.max(0, Math.abs(distance) - gap - 1) + (distance < 0 ? 1 : 0);
  const cap = written.sentence === place.sentence ? WITHIN_CAP : LEAP_CAP;
  return Math.min(cap, stretch) * (claimed.clause === next.clause ? 1 : NEW_CLAUSE_SHARE);
}
