/** The small button near selected text. */
import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { modKeyLabel, shortcutsEnabled } from '../../client/shortcuts.ts';
import { askAboutSelection } from './chat-ask-selection.ts';
import { Icon } from './chat-icons.tsx';
import { LAUNCHER_MESSAGES } from './chat-launcher.messages.ts';
import type { ReaderSelection } from './chat-selection-watch.ts';

const GAP_PX = 8;

/** The end of the selection that the popover stands at: above its first line, or below its last where the browser's own menu is above. */
function referenceRect({ range, byTouch }: ReaderSelection): DOMRect {
  const rects = Array.from(range.getClientRects()).filter(({ width, height }) => width > 0 && height > 0);
  return (byTouch ? rects.at(-1) : rects[0]) ?? range.getBoundingClientRect();
}

/** The popover. Reached by Tab from the selection, left by Escape. */
export function ChatSelectionPopover({ selection }: { selection: ReaderSelection }): ReactNode {
  const ref = useRef<HTMLButtonElement>(null);
  const [dismissed, setDismissed] = useState<ReaderSelection | null>(null);
  const hidden = dismissed === selection;

  useEffect(() => {
    const element = ref.current;
    if (!element || hidden) return;
    const container = selection.range.commonAncestorContainer;
    const reference = {
      getBoundingClientRect: () => referenceRect(selection),
      contextElement: container instanceof Element ? container : (container.parentElement ?? document.body),
    };
    const place = () =>
      void computePosition(reference, element, {
        placement: selection.byTouch ? 'bottom-start' : 'top-start',
        strategy: 'fixed',
        middleware: [offset(selection.byTouch ? GAP_PX * 3 : GAP_PX), flip(), shift({ padding: GAP_PX })],
      }).then(({ x, y }) => {
        element.style.left = `${x}px`;
        element.style.top = `${y}px`;
        element.style.visibility = 'visible';
      });
    return autoUpdate(reference, element, place);
  }, [selection, hidden]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDismissed(selection);
      // The popover stands at the end of the document, the selection in its middle: Tab would never meet it.
      if (event.key === 'Tab' && !event.shiftKey && ref.current && document.activeElement !== ref.current) {
        event.preventDefault();
        ref.current.focus({ preventScroll: true });
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [selection]);

  if (hidden) return null;
  return (
    <button
      ref={ref}
      type="button"
      className="lectern-popover"
      aria-keyshortcuts="Control+I Meta+I"
      // A press must not take the selection away before the click reads it.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        setDismissed(selection);
        void askAboutSelection(selection);
      }}
    >
      <Icon name="ask" />
      <span>{t(LAUNCHER_MESSAGES.askSelection)}</span>
      {shortcutsEnabled() && !selection.byTouch && <kbd>{modKeyLabel()}+I</kbd>}
    </button>
  );
}
