/** Formulas in answers: typeset once KaTeX is there, in characters until then and where they can't be. */
import { Fragment, type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { splitFormulas } from './chat-formula-finder.ts';
import { formulaStore, loadFormulaRenderer } from './chat-formula-renderer.ts';
import { readableTex } from './chat-tex.ts';

/** One formula. `source` is what copying it gives. */
export function Formula(props: { tex: string; source: string; display: boolean }): ReactNode {
  const { tex, source, display } = props;
  const { typeset } = useSyncExternalStore(formulaStore.subscribe, formulaStore.getSnapshot, formulaStore.getSnapshot);
  const [isWide, setIsWide] = useState(false);
  useEffect(() => void loadFormulaRenderer(), []);
  const drawn = useMemo(() => typeset?.(tex, display) ?? null, [typeset, tex, display]);
  const place = useCallback(
    (element: HTMLElement | null) => {
      if (element === null || drawn === null) return;
      element.replaceChildren(drawn);
      setIsWide(display && element.scrollWidth > element.clientWidth);
    },
    [drawn, display],
  );
  if (drawn === null) return readableTex(tex);
  return (
    <span
      ref={place}
      className={display ? 'lectern-formula lectern-formula-display' : 'lectern-formula'}
      dir="ltr"
      data-tex={source}
      // What scrolls sideways has to be reached by the keyboard.
      tabIndex={isWide ? 0 : undefined}
    />
  );
}

/** A relation or an operator: a mere name on a line of its own is no displayed formula. */
const IS_STATEMENT = /[=<>+]|\\(?:leq?|geq?|approx|sim|propto|equiv|to|leftarrow|rightarrow|in)(?![A-Za-z])/;

/** Text in which TeX stands without marks around it. */
export function FormulaText(props: {
  text: string;
  /** true: more text may follow, so that a formula at the end may not be whole. */
  isOpen?: boolean;
  /** true: a formula that is alone gets a line of its own. */
  isBlock?: boolean;
}): ReactNode {
  const { text, isOpen = false, isBlock = false } = props;
  const pieces = useMemo(() => splitFormulas(text), [text]);
  // A sentence's full stop may stand after the formula.
  const isAlone =
    pieces.some(({ type }) => type === 'formula') &&
    pieces.every(({ type, start, end }) => type === 'formula' || !/[\p{L}\p{N}]/u.test(text.slice(start, end)));
  if (isBlock && isAlone && !isOpen && IS_STATEMENT.test(text)) {
    // With the sentence's signs: they would stand alone in the next line.
    return <Formula tex={text.trim()} source={text.trim()} display={true} />;
  }
  return pieces.map(({ type, start, end }) => {
    const piece = text.slice(start, end);
    const mayGrow = isOpen && text.slice(end).trim() === '';
    if (type === 'text' || mayGrow) return <Fragment key={start}>{readableTex(piece)}</Fragment>;
    return <Formula key={start} tex={piece} source={piece} display={false} />;
  });
}
