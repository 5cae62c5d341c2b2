/** Quality of one ranking, each 0…1. */
export interface RankingQuality {
  readonly ndcg10: number;
  readonly recall5: number;
  readonly mrr10: number;
}

const gain = (grade: number, rank: number): number => grade / Math.log2(rank + 2);

/**
 * Judges one ranking of distinct ids.
 *
 * nDCG with linear gains and log2 discounts, as trec_eval's `ndcg_cut_10`.
 *
 * @see https://github.com/usnistgov/trec_eval
 */
export function judgeRanking(ranking: readonly string[], grades: ReadonlyMap<string, number>): RankingQuality {
  const relevant = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const ideal = relevant.slice(0, 10).reduce((sum, grade, rank) => sum + gain(grade, rank), 0);
  const gradeAt = (id: string): number => Math.max(0, grades.get(id) ?? 0);
  const reached = ranking.slice(0, 10).reduce((sum, id, rank) => sum + gain(gradeAt(id), rank), 0);
  const first = ranking.slice(0, 10).findIndex((id) => gradeAt(id) > 0);
  const among5 = ranking.slice(0, 5).filter((id) => gradeAt(id) > 0).length;
  return {
    ndcg10: ideal > 0 ? reached / ideal : 0,
    recall5: relevant.length > 0 ? among5 / relevant.length : 0,
    mrr10: first < 0 ? 0 : 1 / (first + 1),
  };
}

/** Mean of each measure; zeros of none. */
export function meanQuality(all: readonly RankingQuality[]): RankingQuality {
  const mean = (pick: (quality: RankingQuality) => number): number =>
    all.reduce((sum, quality) => sum + pick(quality), 0) / Math.max(1, all.length);
  return { ndcg10: mean((q) => q.ndcg10), recall5: mean((q) => q.recall5), mrr10: mean((q) => q.mrr10) };
}

/** Chance that a score of the first kind is above one of the second, ties counting half: area under the ROC curve. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / Math.max(1, positives.length * negatives.length);
}

/** Share of values that reach a threshold. */
export function shareReaching(values: readonly number[], threshold: number): number {
  return values.filter((value) => value >= threshold).length / Math.max(1, values.length);
}
