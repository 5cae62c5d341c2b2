/**
 * Quantities, ranges and the like in a page that is written in a script read right to left: each in an element of its own,
 * as in a chapter that is translated in the page.
 */
import { textOutsidePlaceholders, type WalkItem } from '@lectern/segments';
import type { Nodes, Root, Text } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { beginsWithUnit, isRightToLeft, splitRuns } from '../client/segments/left-to-right-runs.ts';
import { runNode, runStartNode } from './segment-nodes.ts';

/** The texts that are read, without what elements keep to themselves. */
function readTexts(items: readonly WalkItem[], isOpaque: (node: Nodes) => boolean): Set<Text> {
  const texts = new Set<Text>();
  for (const item of items) {
    if (item.type !== 'segment' || item.segment.origin.how !== 'inline') continue;
    for (const child of item.segment.origin.children) {
      visit(child, (node) => {
        if (isOpaque(node)) return SKIP;
        if (node.type === 'text') texts.add(node);
        return undefined;
      });
    }
  }
  return texts;
}

/** Keeps runs together in a page whose text is read right to left; leaves every other page alone. */
export function isolateRuns(tree: Root, items: readonly WalkItem[], isOpaque: (node: Nodes) => boolean): void {
  const words = items.flatMap((item) => (item.type === 'segment' ? textOutsidePlaceholders(item.segment.text) : []));
  if (!isRightToLeft(words.join(' '))) return;
  const texts = readTexts(items, isOpaque);
  visit(tree, 'lecternSlot', ({ children: [inside] }, index, parent) => {
    const next = parent?.children[(index ?? 0) + 1];
    const isQuantity = inside?.type === 'inlineMath' && next?.type === 'text' && beginsWithUnit(next.value);
    if (!isQuantity || parent === undefined || index === undefined) return undefined;
    const siblings: Nodes[] = parent.children;
    siblings.splice(index, 0, runStartNode());
    return [SKIP, index + 2];
  });
  visit(tree, 'text', (node, index, parent) => {
    if (parent === undefined || index === undefined || !texts.has(node)) return undefined;
    const pieces = splitRuns(node.value);
    if (!pieces.some(({ isRun }) => isRun)) return undefined;
    const siblings: Nodes[] = parent.children;
    siblings.splice(
      index,
      1,
      ...pieces.map(({ text, isRun }) => (isRun ? runNode(text) : { type: 'text' as const, value: text })),
    );
    return [SKIP, index + pieces.length];
  });
}
