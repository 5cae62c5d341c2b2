/** The ledger of an evaluation: a budget of its own, in memory, that no reservation passes. */
import { BudgetSpentError, type Ledger, type PriceList } from '../usage/index.ts';
import { toUsd } from '../usage/nano-usd.ts';
import { type BilledUnits, costOf } from '../usage/price-list.ts';

type EvalLedger = Pick<Ledger, 'reserve' | 'answersLeft'>;

const NANO_USD = 1_000_000_000;

/** For answers that cost nothing. */
export const FREE_LEDGER: EvalLedger = {
  reserve: async () => ({ id: 'free', maxCostUsd: 0, settle: async () => undefined, release: async () => undefined }),
  answersLeft: async () => null,
};

/**
 * Makes a ledger with a budget.
 * @param budgetUsd most that may be spent, USD
 */
export const createEvalLedger = (
  prices: PriceList,
  budgetUsd: number,
): { readonly ledger: EvalLedger; readonly spentUsd: () => number } => {
  const budget = BigInt(Math.round(budgetUsd * NANO_USD));
  let committed = 0n;
  let calls = 0;
  return {
    ledger: {
      answersLeft: async () => null,
      reserve: async ({ provider, model, inputTokens, maxOutputTokens, characters = 0 }) => {
        const price = prices.of(provider, model);
        const most: BilledUnits = { inputTokens, cachedInputTokens: 0, outputTokens: maxOutputTokens, characters };
        const reserved = costOf(price, most);
        if (committed + reserved > budget) throw new BudgetSpentError('global_day');
        committed += reserved;
        calls += 1;
        return {
          id: String(calls),
          maxCostUsd: toUsd(reserved),
          settle: async (usage) => {
            committed += costOf(price, { ...usage, characters: usage.characters ?? 0 }) - reserved;
          },
          release: async () => {
            committed -= reserved;
          },
        };
      },
    },
    spentUsd: () => toUsd(committed),
  };
};
