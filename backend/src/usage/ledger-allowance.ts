/** What the running sums leave of the answers that a model writes, and when there will be more. Pure. */
import type { Allowance } from './ledger.port.ts';
import { type Charge, monthOf, nextDay, windowEnd } from './spending-limits.ts';

/** When it is asked, and what is known beside the sums. */
export interface AllowanceMoment {
  readonly at: Date;
  /** First day of the month whose rest was too little for the last answer that was wanted; '' for none. */
  readonly tightMonth: string;
}

/**
 * Answers that fit into the limits: the least of the counts, none when some money is used up; null: not limited. When
 * there are none, `resetsAt` is the end of the last window that has to end before there are some.
 */
export function allowanceWithin(
  charges: readonly Charge[],
  used: readonly bigint[],
  { at, tightMonth }: AllowanceMoment,
): Allowance {
  const left = charges.map((charge, index) => ({ charge, rest: charge.cap - (used[index] ?? 0n) }));
  const spent = left
    .filter(({ charge, rest }) => rest <= 0n || (charge.limit === 'global_month' && tightMonth === monthOf(at)))
    // Where nothing may be spent at all, models that cost nothing still answer.
    .filter(({ charge }) => charge.cap > 0n);
  if (spent.length > 0) {
    const ends = spent.map(({ charge }) => windowEnd(charge, at).getTime());
    return { answersLeft: 0, resetsAt: new Date(Math.max(...ends)) };
  }
  const counts = left.filter(({ charge }) => charge.unit === 'answers').map(({ rest }) => Number(rest));
  return { answersLeft: counts.length === 0 ? null : Math.min(...counts), resetsAt: nextDay(at) };
}
