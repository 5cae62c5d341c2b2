/** What a call costs: prices by provider and model. */
import { PriceUnknownError } from './ledger.port.ts';
import { nanoUsdFromPico, picoUsdPerUnit } from './nano-usd.ts';
import { readOperatorPrices, readOwnPrices, type WrittenPrice } from './price-file.ts';

/** What a call takes, or may take at most. */
export interface BilledUnits {
  /** tokens, the cached ones included */
  readonly inputTokens: number;
  /** tokens */
  readonly cachedInputTokens: number;
  /** tokens */
  readonly outputTokens: number;
  /** UTF-16 units, for translation by the character */
  readonly characters: number;
}

/** The price of one model, pico-USD per token or character. */
export interface Price {
  /** When it was looked up, YYYY-MM-DD. */
  readonly date: string;
  readonly input: bigint;
  readonly cachedInput: bigint;
  readonly output: bigint;
  readonly character: bigint;
}

/** Prices by provider and model. */
export interface PriceList {
  /**
   * The price of a model: its own, else the one of `*` at its provider. Names are never guessed from the beginning of
   * another: a dated release may cost more than the name that it begins with.
   * @throws PriceUnknownError
   */
  of(provider: string, model: string): Price;
  /** Whether a call of this model can be paid for. */
  knows(provider: string, model: string): boolean;
}

/** Stands for every model of a provider. */
const ANY_MODEL = '*';

/** Cost of a call, nano-USD, rounded up. */
export function costOf(price: Price, units: BilledUnits): bigint {
  const cached = BigInt(Math.min(units.cachedInputTokens, units.inputTokens));
  const fresh = BigInt(units.inputTokens) - cached;
  return nanoUsdFromPico(
    fresh * price.input +
      cached * price.cachedInput +
      BigInt(units.outputTokens) * price.output +
      BigInt(units.characters) * price.character,
  );
}

/** Makes a list; of two prices for one model the later in the list counts. */
export function createPriceList(written: readonly WrittenPrice[]): PriceList {
  const prices = new Map(written.map((entry) => [keyOf(entry.provider, entry.model), priceOf(entry)]));
  const find = (provider: string, model: string): Price | undefined =>
    prices.get(keyOf(provider, model)) ?? prices.get(keyOf(provider, ANY_MODEL));
  return {
    of(provider, model) {
      const price = find(provider, model);
      if (price === undefined) throw new PriceUnknownError(provider, model);
      return price;
    },
    knows: (provider, model) => find(provider, model) !== undefined,
  };
}

/**
 * The prices that come with the server, and over them those of the operator's file.
 * @param operatorFile absolute path of PRICES_FILE; null: none
 * @throws SettingsError when that file cannot be used
 */
export function loadPriceList(operatorFile: string | null): PriceList {
  return createPriceList([...readOwnPrices(), ...(operatorFile === null ? [] : readOperatorPrices(operatorFile))]);
}

const keyOf = (provider: string, model: string): string => JSON.stringify([provider, model]);

const priceOf = (entry: WrittenPrice): Price => {
  const none = { date: entry.date, input: 0n, cachedInput: 0n, output: 0n, character: 0n };
  switch (entry.kind) {
    case 'chat':
      return {
        ...none,
        input: picoUsdPerUnit(entry.inputUsdPerMillion),
        cachedInput: picoUsdPerUnit(entry.cachedInputUsdPerMillion),
        output: picoUsdPerUnit(entry.outputUsdPerMillion),
      };
    case 'embedding': {
      const input = picoUsdPerUnit(entry.inputUsdPerMillion);
      return { ...none, input, cachedInput: input };
    }
    case 'translation':
      return { ...none, character: picoUsdPerUnit(entry.usdPerMillionCharacters) };
  }
};
