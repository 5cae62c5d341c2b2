/**
 * Learns how the measures of support are weighed, from the planted sentences, and writes `src/support-model.ts`.
 * Usage: `node --conditions=lectern-source packages/retrieval/scripts/support-training.ts [set …]`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isContradicted, LEAF } from '../src/support-doubt.ts';
import { measureSupport, SUPPORT_FEATURES, type SupportMeasures } from '../src/support-features.ts';
import { analyzeSupportText } from '../src/support-text.ts';
import { type BoostingOptions, boostTrees, evaluateTree, type TreeNode } from './boosted-trees.ts';

/** A passage with true and false sentences about it, as in `support-planted-*.json`. */
interface PlantedPassage {
  readonly passage: string;
  readonly sentences: readonly { readonly kind: string; readonly text: string }[];
}

interface Example {
  readonly kind: string;
  readonly features: SupportMeasures['features'];
  readonly isFalse: boolean;
  /** All sentences about a passage are learnt from or tried, never both. */
  readonly group: number;
}

const TRUE_KINDS = new Set(['verbatim', 'shortened', 'paraphrased']);
const COPIED_KINDS = new Set(['verbatim', 'shortened']);
/** A sentence that is nearly the passage's own must not be flagged: it counts so many times. */
const COPIED_WEIGHT = 2;
const FOLDS = 6;
/** Forests that are grown from other draws of rows and columns; the mean of their doubts is taken. */
const FORESTS = 2;
/** Rounds of cross-validation, each with other folds. */
const REPEATS = 2;
/** Share of true sentences that may be flagged. */
const FALSE_ALARMS = 0.035;
/** Doubt that a contradiction adds. */
const CONTRADICTION = 10;

const OPTIONS: BoostingOptions = {
  depth: 5,
  rounds: 250,
  rate: 0.09,
  ridge: 2,
  leastGain: 0.3,
  leastCurvature: 1,
  rowShare: 0.7,
  columnShare: 0.2,
  rising: new Set(),
  seed: 7,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : ['development', 'training'];
const planted = names.flatMap((name): PlantedPassage[] =>
  JSON.parse(readFileSync(new URL(`../src/support-planted-${name}.json`, import.meta.url), 'utf8')),
);

const examples = planted.flatMap(({ passage, sentences }, group): Example[] => {
  const text = analyzeSupportText(passage);
  return sentences.map(({ kind, text: sentence }) => {
    const { features } = measureSupport(analyzeSupportText(sentence), text);
    return { kind, features, isFalse: !TRUE_KINDS.has(kind), group };
  });
});

const rowOf = ({ features }: Example): number[] => SUPPORT_FEATURES.map((name) => features[name]);

const learn = (set: readonly Example[], seed: number): TreeNode[] =>
  boostTrees(
    {
      rows: set.map(rowOf),
      labels: set.map(({ isFalse }) => (isFalse ? 1 : 0)),
      weights: set.map(({ kind }) => (COPIED_KINDS.has(kind) ? COPIED_WEIGHT : 1)),
    },
    { ...OPTIONS, seed },
  );

/** Doubts of each example by trees that have not seen its passage. */
function crossValidated(): { readonly example: Example; readonly doubt: number }[] {
  const doubts: number[] = examples.map(({ features }) => (isContradicted(features) ? CONTRADICTION : 0));
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const foldOf = ({ group }: Example): number => (group * (FOLDS + 1) + repeat) % FOLDS;
    for (let fold = 0; fold < FOLDS; fold++) {
      const trees = learn(
        examples.filter((example) => foldOf(example) !== fold),
        OPTIONS.seed + repeat,
      );
      examples.forEach((example, at) => {
        if (foldOf(example) !== fold) return;
        const row = rowOf(example);
        const doubt = trees.reduce((sum, tree) => sum + evaluateTree(tree, row), 0);
        doubts[at] = (doubts[at] ?? 0) + doubt / REPEATS;
      });
    }
  }
  return examples.map((example, at) => ({ example, doubt: doubts[at] ?? 0 }));
}

/** A tree in preorder: feature, threshold and the place of what is above for a split; a mark and the doubt for a leaf. */
function flatten({ value, split }: TreeNode, from = 0): number[] {
  if (!split) return [LEAF, Number((value / FORESTS).toFixed(3))];
  const below = flatten(split.below, from + 3);
  const place = from + 3 + below.length;
  return [split.column, split.threshold, place, ...below, ...flatten(split.above, place)];
}

const scored = crossValidated();
const doubts = scored
  .filter(({ example }) => !example.isFalse)
  .map(({ doubt }) => doubt)
  .sort((a, b) => b - a);
const limit = Number((doubts[Math.floor(doubts.length * FALSE_ALARMS)] ?? 0).toFixed(2));
const trees = Array.from({ length: FORESTS }, (_, forest) => learn(examples, OPTIONS.seed + forest)).flat();
const tables = trees.map((tree) => `[${flatten(tree).join(',')}],`);
/** Trees on a line of the file. */
const PER_LINE = 4;
const lines = Array.from(
  { length: Math.ceil(tables.length / PER_LINE) },
  (_, line) => `  ${tables.slice(line * PER_LINE, (line + 1) * PER_LINE).join(' ')}`,
);
writeFileSync(
  new URL('../src/support-model.ts', import.meta.url),
  `/* Made by scripts/support-training.ts: do not edit. */
// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: thresholds that were learnt

/** Doubt from which on a sentence is flagged: ${FALSE_ALARMS} of the true ones stand above it in cross-validation. */
export const DOUBT_LIMIT = ${limit};

/**
 * Trees in preorder: the place in SUPPORT_FEATURES, the threshold and the place of what is above it for a split, -1 and
 * the doubt for a leaf.
 */
// biome-ignore format: a table
export const SUPPORT_TREES: readonly (readonly number[])[] = [
${lines.join('\n')}
];
`,
);

const shareOf = (set: typeof scored): string =>
  (set.filter(({ doubt }) => doubt > limit).length / (set.length || 1)).toFixed(3);
console.log(`${examples.length} sentences about ${planted.length} passages; flagged in cross-validation:`);
for (const kind of new Set(examples.map((example) => example.kind)))
  console.log(`  ${kind}: ${shareOf(scored.filter(({ example }) => example.kind === kind))}`);
for (const isFalse of [true, false])
  console.log(
    `  all ${isFalse ? 'false' : 'true'} ones: ${shareOf(scored.filter(({ example }) => example.isFalse === isFalse))}`,
  );
