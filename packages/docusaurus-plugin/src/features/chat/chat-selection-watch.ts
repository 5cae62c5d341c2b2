/** Notices when the reader has selected text of the book, without disturbing the selecting. */
import { useEffect, useState } from 'react';

/** A finished selection: where it is in the page, and how it was made. */
export interface ReaderSelection {
  readonly range: Range;
  /** touch: the browser shows its own menu above the text. */
  readonly byTouch: boolean;
}

/** A selection counts as finished when it hasn't changed for so long and no button is held. */
const SETTLE_MS = 250;
const MARKED = '[data-seg]';

function touchesBook(range: Range): boolean {
  const { commonAncestorContainer: node } = range;
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || element.closest('.lectern-panel, .lectern-selection-tools, input, textarea')) return false;
  return element.closest(MARKED) !== null || element.querySelector(MARKED) !== null;
}

/** The reader's selection in the book's text once it is finished; null when there is none. */
export function useReaderSelection(enabled: boolean): ReaderSelection | null {
  const [selection, setSelection] = useState<ReaderSelection | null>(null);
  useEffect(() => {
    if (!enabled) return;
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let held = false;
    let byTouch = false;
    const settle = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const current = document.getSelection();
        const range = current && current.rangeCount > 0 ? current.getRangeAt(0) : null;
        if (held) return;
        setSelection(range && !range.collapsed && touchesBook(range) ? { range: range.cloneRange(), byTouch } : null);
      }, SETTLE_MS);
    };
    const options = { signal: end.signal };
    document.addEventListener('selectionchange', settle, options);
    document.addEventListener(
      'pointerdown',
      (event) => {
        byTouch = event.pointerType === 'touch';
        held = !byTouch;
      },
      options,
    );
    for (const type of ['pointerup', 'pointercancel'] as const) {
      document.addEventListener(
        type,
        () => {
          held = false;
          settle();
        },
        options,
      );
    }
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [enabled]);
  return selection;
}
