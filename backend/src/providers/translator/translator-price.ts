/** What a request costs at the prices of `usage/`. */
import { toUsd } from '../../usage/nano-usd.ts';
import { costOf, type PriceList } from '../../usage/price-list.ts';
import type { TranslatorName, TranslatorUnits } from './translator.port.ts';

/** USD; null when no price is known, so that no call may be made. */
export function priceUnits(
  prices: Pick<PriceList, 'of' | 'knows'>,
  { provider, model }: TranslatorName,
  units: TranslatorUnits,
): number | null {
  if (!prices.knows(provider, model)) return null;
  return toUsd(costOf(prices.of(provider, model), { cachedInputTokens: 0, ...units }));
}
