/** The ledger as features see it: money is set aside before a call and booked after it (DESIGN §8). */

import type { PaidFeatureName } from '../config/settings-values.ts';

/** Whose limits a call counts against. */
export interface Payer {
  /** Address of the client as the rate limit counts it (an IPv6 address by its /64); null for the server's own work. */
  readonly address: string | null;
  /** Identity of the reader; null for one without. */
  readonly readerId: string | null;
}

/** Pays for the server's own work, such as embedding the book: only the operator's limits count. */
export const SERVER_PAYER: Payer = { address: null, readerId: null };

/** What is paid for. */
export type PaidFeature = PaidFeatureName;

/** A call that is about to be made. */
export interface ReservationRequest {
  readonly payer: Payer;
  readonly feature: PaidFeature;
  readonly provider: string;
  readonly model: string;
  /** Our own count of the prompt, tokens. */
  readonly inputTokens: number;
  /** The most that may come back, tokens. */
  readonly maxOutputTokens: number;
  /** Billed characters, for translation by the character. */
  readonly characters?: number;
  /** Chapter key that it is for, where it is for one. */
  readonly chapterId?: string;
  /** BCP 47, where the call is about a language. */
  readonly language?: string;
  /** Whether it counts as one of the reader's answers; a rewrite or a judgement does not. */
  readonly countsAsAnswer?: boolean;
}

/** What a call took. */
export interface SpentUsage {
  /** tokens */
  readonly inputTokens: number;
  /** Of these, tokens billed as cached. */
  readonly cachedInputTokens: number;
  /** tokens */
  readonly outputTokens: number;
  readonly characters?: number;
  /** Whether the count is ours and not the provider's. */
  readonly estimated: boolean;
}

/** Money that is set aside. */
export interface Reservation {
  readonly id: string;
  /** The most that the call can cost, USD. */
  readonly maxCostUsd: number;
  /**
   * Books what the call took; a second call does nothing. Never throws: what cannot be booked stays set aside.
   * @returns what was booked, USD; undefined when nothing was
   */
  settle(usage: SpentUsage): Promise<number | undefined>;
  /** Gives the money back; a second call does nothing. Never throws. */
  release(): Promise<void>;
}

/** Which limit refused a call. */
export type SpentLimit =
  | 'global_day'
  | 'global_month'
  | 'feature_day'
  | 'reader_day'
  | 'address_day'
  | 'reader_answers'
  | 'address_answers';

/** A limit would be passed: no call is made. */
export class BudgetSpentError extends Error {
  readonly limit: SpentLimit;

  constructor(limit: SpentLimit) {
    super(`a limit of spending is reached: ${limit}`);
    this.name = 'BudgetSpentError';
    this.limit = limit;
  }
}

/** No price is known for a model, so that no call may be made. */
export class PriceUnknownError extends Error {
  readonly provider: string;
  readonly model: string;

  constructor(provider: string, model: string) {
    super(`no price is known for ${provider}/${model}: add it to the price file (0 for a model of your own)`);
    this.name = 'PriceUnknownError';
    this.provider = provider;
    this.model = model;
  }
}

/** What somebody has left of the answers that a model writes. */
export interface Allowance {
  /** Model answers left today; null when they are not limited. */
  readonly answersLeft: number | null;
  /** When there will be answers again; while there still are some, when the counts of the day begin anew. */
  readonly resetsAt: Date;
}

/** Sets money aside. Concurrent reservations never sum past a cap. */
export interface Ledger {
  /**
   * Sets aside the most that a call can cost. A refusal leaves no trace.
   * @throws BudgetSpentError, PriceUnknownError, and the database's error when it cannot be reached: then nothing may be
   * called either
   */
  reserve(request: ReservationRequest): Promise<Reservation>;
  /** Model answers that a reader has left today; null when they are not limited. */
  answersLeft(payer: Payer): Promise<number | null>;
  /** {@link answersLeft} with the moment when there will be answers again. */
  allowance(payer: Payer): Promise<Allowance>;
}
