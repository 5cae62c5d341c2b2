/** Typesets formulas with the site's KaTeX, which is loaded when the first formula is shown. */
import { createExternalStore } from '../../client/external-store.ts';

/** Draws a formula; null where it can't be drawn: it stays text then. */
export type Typeset = (tex: string, display: boolean) => HTMLElement | null;

/** The renderer, once loaded; null before, and for good where the site has no KaTeX. */
export const formulaStore = createExternalStore<{ readonly typeset: Typeset | null }>({ typeset: null });

// What a formula of an answer may cost: macros that expand without end, and sizes that cover the page.
const MAX_EXPANSIONS = 200;
const MAX_SIZE_EM = 20;

/** Commands that are for links, pictures and styles: KaTeX, not trusting them, would write their names in red. */
const UNTRUSTED = /\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data))(?![A-Za-z])/;

/** Without KaTeX's stylesheet its HTML is a heap of letters; the browser draws MathML by itself. */
function hasStylesheet(): boolean {
  const probe = document.createElement('span');
  probe.className = 'katex';
  probe.hidden = true;
  const inner = document.createElement('span');
  inner.className = 'katex-mathml';
  probe.append(inner);
  document.body.append(probe);
  const isStyled = getComputedStyle(inner).position === 'absolute';
  probe.remove();
  return isStyled;
}

async function load(): Promise<void> {
  const { default: katex } = await import('@generated/lectern/default/formulas.js');
  if (katex === null) return;
  const output = hasStylesheet() ? 'htmlAndMathml' : 'mathml';
  const typeset: Typeset = (tex, displayMode) => {
    if (UNTRUSTED.test(tex)) return null;
    const element = document.createElement('span');
    try {
      katex.render(tex, element, {
        displayMode,
        output,
        // No links, pictures, classes or styles of a formula's own.
        trust: false,
        strict: true,
        throwOnError: true,
        maxExpand: MAX_EXPANSIONS,
        maxSize: MAX_SIZE_EM,
      });
      return element;
    } catch {
      return null;
    }
  };
  formulaStore.set({ typeset });
}

let loading: Promise<void> | undefined;

/** Loads the renderer, once. Never rejects: without it formulas stay text. */
export function loadFormulaRenderer(): Promise<void> {
  loading ??= load().catch(() => undefined);
  return loading;
}
