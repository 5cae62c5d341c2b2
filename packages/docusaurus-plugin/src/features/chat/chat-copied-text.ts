/** What copying a selection with typeset formulas in it gives. */

const BLOCKS = 'p, blockquote, figcaption, pre, li';

/** The selected text with its formulas as TeX; undefined where there is no formula in it, and the browser does it well. */
export function copiedText(selection: Selection | null): string | undefined {
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const parts = range.cloneContents();
  const formulas = parts.querySelectorAll<HTMLElement>('[data-tex]');
  const within = formulaAround(range.commonAncestorContainer);
  if (within !== undefined) return within;
  if (formulas.length === 0) return undefined;
  for (const formula of formulas) formula.replaceWith(formula.dataset['tex'] ?? '');
  for (const block of parts.querySelectorAll(BLOCKS)) block.append('\n\n');
  return (parts.textContent ?? '').trim();
}

/** A part of a formula can't be told in TeX: the whole one is copied. */
function formulaAround(node: Node): string | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-tex]')?.dataset['tex'];
}
