/**
 * Learns how the measures of support are weighed, from the planted sentences of the development set, and writes
 * `src/support-model.ts`. Usage: `node --conditions=lectern-source packages/retrieval/scripts/support-training.ts`.
 *
 * Boosted trees of depth 4 under logistic loss; what speaks against a sentence can only raise its doubt.
 * @see https://doi.org/10.1145/2939672.2939785
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { measureSupport, SUPPORT_FEATURES, type SupportFeature } from '../src/support-features.ts';
import { analyzeSupportText } from '../src/support-text.ts';

/** A passage with true and false sentences about it, as in `support-planted-*.json`. */
interface PlantedPassage {
  readonly passage: string;
  readonly sentences: readonly { readonly kind: string; readonly text: string }[];
}

interface Example {
  readonly values: readonly number[];
  readonly isFalse: boolean;
  readonly group: number;
}

interface Node {
  readonly value: number;
  readonly split?: { readonly feature: number; readonly threshold: number; readonly below: Node; readonly above: Node };
}

const TRUE_KINDS = new Set(['verbatim', 'shortened', 'paraphrased']);
const DEPTH = 4;
const TREES = 100;
const RATE = 0.1;
const RIDGE = 2;
const LEAST_GAIN = 0.3;
const LEAST_EXAMPLES = 4;
const FOLDS = 6;
/** Share of true sentences that may be flagged. */
const FALSE_ALARMS = 0.04;
/** Measures of which more is always worse. */
const HARD: ReadonlySet<SupportFeature> = new Set(['unknownNumbers', 'unknownNames', 'denied', 'opposed', 'open']);

const names = process.argv.length > 2 ? process.argv.slice(2) : ['development', 'training'];
const planted = names.flatMap((name): PlantedPassage[] =>
  JSON.parse(readFileSync(new URL(`../src/support-planted-${name}.json`, import.meta.url), 'utf8')),
);

const examples = planted.flatMap(({ passage, sentences }, group): Example[] => {
  const text = analyzeSupportText(passage);
  return sentences.map(({ kind, text: sentence }) => {
    const { features } = measureSupport(analyzeSupportText(sentence), text);
    return { values: SUPPORT_FEATURES.map((name) => features[name]), isFalse: !TRUE_KINDS.has(kind), group };
  });
});

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

function evaluate(node: Node, values: readonly number[]): number {
  if (!node.split) return node.value;
  const { feature, threshold, below, above } = node.split;
  return evaluate((values[feature] ?? 0) <= threshold ? below : above, values);
}

interface Slope {
  readonly example: Example;
  readonly gradient: number;
  readonly curvature: number;
}

const sums = (slopes: readonly Slope[]): { g: number; h: number } =>
  slopes.reduce((sum, { gradient, curvature }) => ({ g: sum.g + gradient, h: sum.h + curvature }), { g: 0, h: 0 });

function grow(slopes: readonly Slope[], depth: number): Node {
  const { g, h } = sums(slopes);
  const leaf = { value: -g / (h + RIDGE) };
  if (depth === 0) return leaf;
  let best: { gain: number; feature: number; threshold: number } = { gain: LEAST_GAIN, feature: -1, threshold: 0 };
  SUPPORT_FEATURES.forEach((name, feature) => {
    const sorted = [...slopes].sort((a, b) => (a.example.values[feature] ?? 0) - (b.example.values[feature] ?? 0));
    let left = { g: 0, h: 0 };
    for (let at = 0; at < sorted.length - 1; at++) {
      left = { g: left.g + (sorted[at]?.gradient ?? 0), h: left.h + (sorted[at]?.curvature ?? 0) };
      const own = sorted[at]?.example.values[feature] ?? 0;
      const next = sorted[at + 1]?.example.values[feature] ?? 0;
      if (own === next || at + 1 < LEAST_EXAMPLES || sorted.length - at - 1 < LEAST_EXAMPLES) continue;
      const right = { g: g - left.g, h: h - left.h };
      if (HARD.has(name) && -left.g / (left.h + RIDGE) > -right.g / (right.h + RIDGE)) continue;
      const gain = left.g ** 2 / (left.h + RIDGE) + right.g ** 2 / (right.h + RIDGE) - g ** 2 / (h + RIDGE);
      if (gain > best.gain) best = { gain, feature, threshold: (own + next) / 2 };
    }
  });
  if (best.feature < 0) return leaf;
  const isBelow = ({ example }: Slope): boolean => (example.values[best.feature] ?? 0) <= best.threshold;
  const below = grow(slopes.filter(isBelow), depth - 1);
  const above = grow(
    slopes.filter((slope) => !isBelow(slope)),
    depth - 1,
  );
  return { ...leaf, split: { feature: best.feature, threshold: best.threshold, below, above } };
}

function train(set: readonly Example[]): Node[] {
  const scores = new Map(set.map((example) => [example, 0]));
  const trees: Node[] = [];
  for (let round = 0; round < TREES; round++) {
    const slopes = set.map((example): Slope => {
      const chance = sigmoid(scores.get(example) ?? 0);
      return { example, gradient: chance - (example.isFalse ? 1 : 0), curvature: chance * (1 - chance) };
    });
    const tree = grow(slopes, DEPTH);
    trees.push(tree);
    for (const example of set) scores.set(example, (scores.get(example) ?? 0) + RATE * evaluate(tree, example.values));
  }
  return trees;
}

const doubtOf = (trees: readonly Node[], { values }: Example): number =>
  trees.reduce((sum, tree) => sum + RATE * evaluate(tree, values), 0);

/** Doubts of each example by trees that have not seen its passage. */
function crossValidated(): { example: Example; doubt: number }[] {
  const scored: { example: Example; doubt: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const trees = train(examples.filter(({ group }) => group % FOLDS !== fold));
    for (const example of examples.filter(({ group }) => group % FOLDS === fold))
      scored.push({ example, doubt: doubtOf(trees, example) });
  }
  return scored;
}

/** A complete tree in breadth-first order: feature and threshold of each split, then the leaves. */
function flatten(node: Node): number[] {
  const splits: number[] = [];
  let level: Node[] = [node];
  for (let depth = 0; depth < DEPTH; depth++) {
    for (const { split } of level) splits.push(split?.feature ?? 0, split?.threshold ?? 0);
    level = level.flatMap((each) => (each.split ? [each.split.below, each.split.above] : [each, each]));
  }
  return [...splits, ...level.map(({ value }) => value * RATE)].map((value) => Number(value.toFixed(4)));
}

const scored = crossValidated();
const doubts = scored
  .filter(({ example }) => !example.isFalse)
  .map(({ doubt }) => doubt)
  .sort((a, b) => b - a);
const threshold = doubts[Math.floor(doubts.length * FALSE_ALARMS)] ?? 0;
const falseOnes = scored.filter(({ example }) => example.isFalse);
const found = falseOnes.filter(({ doubt }) => doubt > threshold).length / falseOnes.length;
const trees = train(examples);
writeFileSync(
  new URL('../src/support-model.ts', import.meta.url),
  `/* Made by scripts/support-training.ts: do not edit. */

/** Doubt from which on a sentence is flagged: ${FALSE_ALARMS} of the true ones stand above it in cross-validation. */
export const DOUBT_LIMIT = ${Number(threshold.toFixed(3))};

/** Levels of splits of a tree. */
export const TREE_DEPTH = ${DEPTH};

/** Complete trees in breadth-first order: place in SUPPORT_FEATURES and threshold of each split, then the leaves' doubts. */
export const SUPPORT_TREES: readonly (readonly number[])[] = [
${trees.map((tree) => `  // biome-ignore format: a table\n  [${flatten(tree).join(', ')}],`).join('\n')}
];
`,
);
console.log(
  `${examples.length} sentences; cross-validated: ${found.toFixed(3)} flagged at ${FALSE_ALARMS} false alarms; limit ${threshold.toFixed(3)}`,
);
