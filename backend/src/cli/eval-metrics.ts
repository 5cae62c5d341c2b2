/** Figures of an evaluation. Pure. */

/**
 * Normalized discounted cumulative gain of the first k.
 * @param gains Gain of each place of the ranking, best first; a thing that was found counts once.
 * @param ideal All gains there are to find, in any order.
 * @see Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418
 */
export const ndcgAt = (k: number, gains: readonly number[], ideal: readonly number[]): number => {
  const discounted = (values: readonly number[]): number =>
    values.slice(0, k).reduce((sum, gain, place) => sum + (2 ** gain - 1) / Math.log2(place + 2), 0);
  const best = discounted(ideal.toSorted((a, b) => b - a));
  return best === 0 ? 0 : discounted(gains) / best;
};

/** Share of the relevant things among the first k; 0 when there are none. */
export const recallAt = (k: number, found: readonly number[], relevant: number): number =>
  relevant === 0 ? 0 : found.slice(0, k).filter((gain) => gain > 0).length / relevant;

/** Mean; undefined of nothing. */
export const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Value below which a share of the values lies, by the nearest rank; undefined of nothing. */
export const percentile = (share: number, values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};
