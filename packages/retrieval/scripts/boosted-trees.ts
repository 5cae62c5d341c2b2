/**
 * Gradient boosting of small regression trees under logistic loss, with monotone constraints and bagging.
 * @see https://doi.org/10.1145/2939672.2939785
 */
import { seededRandom } from '../src/seeded-random.ts';

/** Rows of measures with their labels. */
export interface TrainingTable {
  readonly rows: readonly (readonly number[])[];
  /** 1 for what is to be found, 0 for the rest. */
  readonly labels: readonly number[];
  readonly weights: readonly number[];
}

/** How trees are grown. */
export interface BoostingOptions {
  readonly depth: number;
  readonly rounds: number;
  readonly rate: number;
  /** Added to each leaf's curvature, so that few examples move little. */
  readonly ridge: number;
  readonly leastGain: number;
  /** Least curvature of a leaf. */
  readonly leastCurvature: number;
  /** Share of rows and of columns that a tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  /** Columns of which more may only raise the sum. */
  readonly rising: ReadonlySet<number>;
  readonly seed: number;
}

/** A tree; a leaf has no split. */
export interface TreeNode {
  readonly value: number;
  readonly split?: {
    readonly column: number;
    readonly threshold: number;
    readonly below: TreeNode;
    readonly above: TreeNode;
  };
}

const MOST_BINS = 64;

/** Value of a tree for a row. */
export function evaluateTree(node: TreeNode, row: readonly number[]): number {
  let at = node;
  while (at.split) at = (row[at.split.column] ?? 0) <= at.split.threshold ? at.split.below : at.split.above;
  return at.value;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

interface BinnedColumn {
  readonly bins: Uint8Array;
  /** Upper threshold of each bin but the last. */
  readonly thresholds: readonly number[];
}

/** Cuts a column where values differ, at most {@link MOST_BINS} bins of about the same number of rows. */
function binColumn(values: readonly number[]): BinnedColumn {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const thresholds: number[] = [];
  for (let bin = 1; bin < MOST_BINS; bin++) {
    const at = Math.floor((bin * sorted.length) / MOST_BINS);
    const [below = 0, above = 0] = [sorted[at - 1], sorted.slice(at).find((value) => value > (sorted[at - 1] ?? 0))];
    if (above <= below) continue;
    const threshold = Number(((below + above) / 2).toPrecision(4));
    if (threshold >= below && threshold < above && threshold !== thresholds.at(-1)) thresholds.push(threshold);
  }
  const bins = Uint8Array.from(values, (value) => {
    const bin = thresholds.findIndex((threshold) => value <= threshold);
    return bin < 0 ? thresholds.length : bin;
  });
  return { bins, thresholds };
}

interface Slopes {
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

interface Cut {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
  readonly middle: number;
}

class TreeGrower {
  readonly #columns: readonly BinnedColumn[];
  readonly #options: BoostingOptions;
  readonly #slopes: Slopes;
  readonly #allowed: readonly number[];

  constructor(columns: readonly BinnedColumn[], options: BoostingOptions, slopes: Slopes, allowed: readonly number[]) {
    this.#columns = columns;
    this.#options = options;
    this.#slopes = slopes;
    this.#allowed = allowed;
  }

  grow(rows: readonly number[], depth: number, bounds: Bounds): TreeNode {
    let gradient = 0;
    let curvature = 0;
    for (const row of rows) {
      gradient += this.#slopes.gradients[row] ?? 0;
      curvature += this.#slopes.curvatures[row] ?? 0;
    }
    const value = this.#leaf(gradient, curvature, bounds);
    const cut = depth > 0 ? this.#bestCut(rows, gradient, curvature, bounds) : undefined;
    const column = cut && this.#columns[cut.column];
    if (!cut || !column) return { value };
    const isBelow = (row: number): boolean => (column.bins[row] ?? 0) <= cut.bin;
    const isRising = this.#options.rising.has(cut.column);
    return {
      value,
      split: {
        column: cut.column,
        threshold: column.thresholds[cut.bin] ?? 0,
        below: this.grow(rows.filter(isBelow), depth - 1, isRising ? { ...bounds, high: cut.middle } : bounds),
        above: this.grow(
          rows.filter((row) => !isBelow(row)),
          depth - 1,
          isRising ? { ...bounds, low: cut.middle } : bounds,
        ),
      },
    };
  }

  #leaf(gradient: number, curvature: number, { low, high }: Bounds): number {
    return Math.min(high, Math.max(low, -gradient / (curvature + this.#options.ridge)));
  }

  /** How much a leaf of this value lowers the loss. */
  #worth(gradient: number, curvature: number, value: number): number {
    return -(2 * gradient * value + (curvature + this.#options.ridge) * value ** 2);
  }

  #bestCut(rows: readonly number[], gradient: number, curvature: number, bounds: Bounds): Cut | undefined {
    const base = this.#worth(gradient, curvature, this.#leaf(gradient, curvature, bounds));
    let best: Cut | undefined;
    for (const column of this.#allowed) {
      const next = this.#bestCutOf(column, rows, { gradient, curvature, base }, bounds);
      if (next && next.gain > Math.max(this.#options.leastGain, best?.gain ?? 0)) best = next;
    }
    return best;
  }

  #bestCutOf(
    column: number,
    rows: readonly number[],
    whole: { readonly gradient: number; readonly curvature: number; readonly base: number },
    bounds: Bounds,
  ): Cut | undefined {
    const { bins, thresholds } = this.#columns[column] ?? { bins: new Uint8Array(), thresholds: [] };
    const gradients = new Float64Array(thresholds.length + 1);
    const curvatures = new Float64Array(thresholds.length + 1);
    for (const row of rows) {
      const bin = bins[row] ?? 0;
      gradients[bin] = (gradients[bin] ?? 0) + (this.#slopes.gradients[row] ?? 0);
      curvatures[bin] = (curvatures[bin] ?? 0) + (this.#slopes.curvatures[row] ?? 0);
    }
    const { leastCurvature, rising } = this.#options;
    let best: Cut | undefined;
    let g = 0;
    let h = 0;
    for (let bin = 0; bin < thresholds.length; bin++) {
      g += gradients[bin] ?? 0;
      h += curvatures[bin] ?? 0;
      if (h < leastCurvature || whole.curvature - h < leastCurvature) continue;
      const below = this.#leaf(g, h, bounds);
      const above = this.#leaf(whole.gradient - g, whole.curvature - h, bounds);
      if (rising.has(column) && below > above) continue;
      const gain = this.#worth(g, h, below) + this.#worth(whole.gradient - g, whole.curvature - h, above) - whole.base;
      if (gain > (best?.gain ?? 0)) best = { gain, column, bin, middle: (below + above) / 2 };
    }
    return best;
  }
}

/** Boosted trees of a table, their values already shrunk by the rate. Deterministic. */
export function boostTrees({ rows, labels, weights }: TrainingTable, options: BoostingOptions): TreeNode[] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => binColumn(rows.map((row) => row[column] ?? 0)));
  const random = seededRandom(options.seed);
  const sums = new Float64Array(rows.length);
  const trees: TreeNode[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const chances = Float64Array.from(sums, sigmoid);
    const slopes = {
      gradients: chances.map((chance, row) => (chance - (labels[row] ?? 0)) * (weights[row] ?? 1)),
      curvatures: chances.map((chance, row) => chance * (1 - chance) * (weights[row] ?? 1)),
    };
    const seen = rows.map((_, row) => row).filter(() => random() < options.rowShare);
    const allowed = columns.map((_, column) => column).filter(() => random() < options.columnShare);
    const grower = new TreeGrower(columns, options, slopes, allowed);
    const tree = shrunk(
      grower.grow(seen, options.depth, { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }),
      options.rate,
    );
    trees.push(tree);
    rows.forEach((row, at) => {
      sums[at] = (sums[at] ?? 0) + evaluateTree(tree, row);
    });
  }
  return trees;
}

function shrunk({ value, split }: TreeNode, rate: number): TreeNode {
  if (!split) return { value: value * rate };
  return {
    value: value * rate,
    split: { ...split, below: shrunk(split.below, rate), above: shrunk(split.above, rate) },
  };
}
