import { SUPPORT_FEATURES, type SupportFeature, type SupportMeasures } from './support-features.ts';
import { DOUBT_LIMIT, SUPPORT_TREES } from './support-model.ts';

/** A sentence of which a passage lacks more is about something else, whatever the order of its words. */
const MOST_UNCOVERED = 0.5;
/** Place in SUPPORT_FEATURES that marks a leaf. */
export const LEAF = -1;

/** Whether something is said that the passage says otherwise, whatever else is the same. */
export const isContradicted = (features: Readonly<Record<SupportFeature, number>>): boolean =>
  features.unknownNumbers > 0 || features.opposed > 0 || features.open > 0;

/** Doubt that a passage bears a sentence out; from {@link DOUBT_LIMIT} on it is flagged. */
export function doubtOf({ features }: SupportMeasures): number {
  const values = SUPPORT_FEATURES.map((name) => features[name]);
  const doubt = SUPPORT_TREES.reduce((sum, tree) => sum + leafOf(tree, values), 0);
  if (features.uncovered > MOST_UNCOVERED) return Math.max(doubt, DOUBT_LIMIT) + features.uncovered;
  return isContradicted(features) ? Math.max(doubt, DOUBT_LIMIT + 1) : doubt;
}

/** Follows a tree: a split is a feature, a threshold and the place of what is above it; what is below stands behind. */
function leafOf(tree: readonly number[], values: readonly number[]): number {
  let at = 0;
  for (let feature = tree[0] ?? LEAF; feature !== LEAF; feature = tree[at] ?? LEAF) {
    at = (values[feature] ?? 0) > (tree[at + 1] ?? 0) ? (tree[at + 2] ?? 0) : at + 3;
  }
  return tree[at + 1] ?? 0;
}
