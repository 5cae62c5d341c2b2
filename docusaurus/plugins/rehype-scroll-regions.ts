/**
 * Lets everything that may scroll sideways take the keyboard's focus before any script runs (WCAG 2.1.1).
 * `src/client/scroll-regions.ts` takes out of the tab order what turns out to fit.
 */
import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';

function mayScroll(element: Element): boolean {
  const classes = element.properties['className'];
  return element.tagName === 'table' || (Array.isArray(classes) && classes.includes('katex-display'));
}

/** Marks tables and display formulas; it stands after the plugin that typesets the formulas. */
export function rehypeScrollRegions() {
  return (tree: Root): void => {
    visit(tree, 'element', (element) => {
      if (mayScroll(element)) element.properties['tabIndex'] = 0;
    });
  };
}
