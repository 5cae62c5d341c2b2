/**
 * Money as whole numbers. Sums are kept in nano-USD (10⁻⁹ USD), prices in pico-USD (10⁻¹² USD) per token or character,
 * so that the cheapest token (0.005 USD per million) is a whole number too and nothing is lost in a sum.
 */

/** Nano-USD in one USD. */
export const NANO_USD_PER_USD = 1_000_000_000n;

const PICO_USD_PER_NANO_USD = 1000n;

/** USD as nano-USD, rounded down: for caps, which must not grow by rounding. */
export function capInNanoUsd(usd: number): bigint {
  return BigInt(Math.floor(withoutBinaryError(usd * 1e9)));
}

/** Nano-USD as USD, for people; exact below about 9 million USD. */
export function toUsd(nanoUsd: bigint): number {
  return Number(nanoUsd) / 1e9;
}

/** USD per million units as pico-USD per unit, rounded up. */
export function picoUsdPerUnit(usdPerMillion: number): bigint {
  // One USD per million is one micro-USD a unit.
  return BigInt(Math.ceil(withoutBinaryError(usdPerMillion * 1e6)));
}

/** Pico-USD as nano-USD, rounded up. */
export function nanoUsdFromPico(picoUsd: bigint): bigint {
  return (picoUsd + PICO_USD_PER_NANO_USD - 1n) / PICO_USD_PER_NANO_USD;
}

/** 8325.222083 × 10⁶ is a little more than a whole number in binary; what is behind 14 digits is that error. */
function withoutBinaryError(value: number): number {
  return Number(value.toPrecision(14));
}
