/** The value below which `percent` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], percent: number): number {
  const ordered = [...samples].sort((a, b) => a - b);
  const rank = Math.min(ordered.length - 1, Math.ceil((percent / 100) * ordered.length) - 1);
  return ordered[Math.max(0, rank)] ?? Number.NaN;
}
