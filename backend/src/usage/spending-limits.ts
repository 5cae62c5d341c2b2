/** Which limits a call counts against, and in which window of time. */
import type { PaidFeature, SpentLimit } from './ledger.port.ts';
import { capInNanoUsd } from './nano-usd.ts';

/** The most that may be spent. Days and months are those of UTC. */
export interface SpendingLimits {
  /** All calls together, USD. */
  readonly usdPerDay: number;
  /** All calls together, USD. */
  readonly usdPerMonth: number;
  /** USD per day by feature; a feature that is not there has no limit of its own. */
  readonly usdPerDayByFeature: ReadonlyMap<PaidFeature, number>;
  /** USD per day for one reader. */
  readonly usdPerReaderPerDay: number;
  /** USD per day for one address. */
  readonly usdPerAddressPerDay: number;
  /** Model answers per day for one reader; 0: not limited. */
  readonly answersPerReaderPerDay: number;
  /** Model answers per day for one address; 0: not limited. */
  readonly answersPerAddressPerDay: number;
}

/** One running sum that a call is added to, and how far it may go. */
export interface Charge {
  readonly limit: SpentLimit;
  /** Key of the row in `budget`. */
  readonly key: string;
  /** First day of the window, YYYY-MM-DD in UTC. */
  readonly windowStart: string;
  /** What is summed up: nano-USD or answers. */
  readonly unit: 'money' | 'answers';
  /** nano-USD or answers */
  readonly cap: bigint;
}

/** A payer as the database knows it. */
export interface KnownPayer {
  readonly readerId: string | null;
  readonly addressHash: string | null;
}

/** First day of the UTC day that a moment is in, YYYY-MM-DD. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** First day of the UTC month that a moment is in, YYYY-MM-DD. */
export function monthOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 7)}-01`;
}

/** When the next UTC day begins. */
export function nextDay(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate() + 1));
}

/** When the next UTC month begins. */
export function nextMonth(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1));
}

/** When a sum begins anew: every window is a day but the month's. */
export const windowEnd = ({ limit }: Pick<Charge, 'limit'>, at: Date): Date =>
  limit === 'global_month' ? nextMonth(at) : nextDay(at);

/**
 * The one order in which rows are locked, so that no two statements wait for each other in a ring; rows of one kind in
 * the order of their keys. The rows that all calls share come last, as they are held for the shortest time then.
 */
const LOCK_ORDER: readonly SpentLimit[] = [
  'reader_answers',
  'reader_day',
  'address_answers',
  'address_day',
  'feature_day',
  'global_month',
  'global_day',
];

/** The sums that a call is added to, in the order in which rows are locked. */
export function chargesOf(
  limits: SpendingLimits,
  payer: KnownPayer,
  call: { readonly feature: PaidFeature; readonly countsAsAnswer: boolean },
  at: Date,
): Charge[] {
  const windowStart = dayOf(at);
  const money = (limit: SpentLimit, key: string, usd: number): Charge => ({
    limit,
    key,
    windowStart,
    unit: 'money',
    cap: capInNanoUsd(usd),
  });
  const charges = [
    money('global_day', 'global_day', limits.usdPerDay),
    { ...money('global_month', 'global_month', limits.usdPerMonth), windowStart: monthOf(at) },
  ];
  const ofFeature = limits.usdPerDayByFeature.get(call.feature);
  if (ofFeature !== undefined) charges.push(money('feature_day', `feature_day:${call.feature}`, ofFeature));
  if (payer.readerId !== null) {
    charges.push(money('reader_day', `reader_day:${payer.readerId}`, limits.usdPerReaderPerDay));
  }
  if (payer.addressHash !== null) {
    charges.push(money('address_day', `address_day:${payer.addressHash}`, limits.usdPerAddressPerDay));
  }
  if (call.countsAsAnswer) charges.push(...answerCharges(limits, payer, at));
  return charges.toSorted(byLockOrder);
}

/** The counts of answers that bind a payer. */
function answerCharges(limits: SpendingLimits, payer: KnownPayer, at: Date): Charge[] {
  const charges: Charge[] = [];
  const add = (limit: SpentLimit, key: string, most: number): void => {
    if (most === 0) return;
    charges.push({ limit, key, windowStart: dayOf(at), unit: 'answers', cap: BigInt(most) });
  };
  if (payer.readerId !== null) {
    add('reader_answers', `reader_answers:${payer.readerId}`, limits.answersPerReaderPerDay);
  }
  if (payer.addressHash !== null) {
    add('address_answers', `address_answers:${payer.addressHash}`, limits.answersPerAddressPerDay);
  }
  return charges;
}

/** Compares rows by the order in which they are locked; those of one kind by their keys. A key begins with its limit. */
export const byLockOrder = (
  left: Pick<Charge, 'key' | 'windowStart'>,
  right: Pick<Charge, 'key' | 'windowStart'>,
): number =>
  lockRank(left.key) - lockRank(right.key) ||
  compareText(left.key, right.key) ||
  compareText(left.windowStart, right.windowStart);

const lockRank = (key: string): number => LOCK_ORDER.findIndex((limit) => key === limit || key.startsWith(`${limit}:`));

const compareText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
