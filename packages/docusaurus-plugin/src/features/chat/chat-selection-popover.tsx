/** The small buttons near selected text. */
import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { t } from '../../client/messages.ts';
import { type SelectionAction, selectionActions } from '../../client/selection-actions.ts';
import { modKeyLabel, shortcutsEnabled } from '../../client/shortcuts.ts';
import { siteSettings } from '../../client/site-settings.ts';
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

// A press must not take the selection away before the click reads it.
const KEEPS_SELECTION = {
  onPointerDown: (event: SyntheticEvent) => event.preventDefault(),
  onMouseDown: (event: SyntheticEvent) => event.preventDefault(),
};

function ActionButton({ action, onClick }: { action: SelectionAction; onClick: () => void }): ReactNode {
  return (
    <button type="button" className="lectern-selection-action" {...KEEPS_SELECTION} onClick={onClick}>
      <svg className="lectern-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path d={action.icon} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
      </svg>
      <span>{t(action.label)}</span>
    </button>
  );
}

/** The popover. Reached by Tab from the selection, left by Escape. */
export function ChatSelectionPopover({ selection }: { selection: ReaderSelection }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const { actions } = useSyncExternalStore(selectionActions.subscribe, selectionActions.getSnapshot);
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
        const ask = element.querySelector<HTMLElement>('.lectern-popover');
        if (ask) ask.style.visibility = 'visible';
      });
    return autoUpdate(reference, element, place);
  }, [selection, hidden]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDismissed(selection);
      // The popover stands at the end of the document, the selection in its middle: Tab would never meet it.
      if (event.key === 'Tab' && !event.shiftKey && ref.current && !ref.current.contains(document.activeElement)) {
        event.preventDefault();
        ref.current.querySelector('button')?.focus({ preventScroll: true });
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [selection]);

  if (hidden) return null;
  return (
    <div ref={ref} className="lectern-selection-tools">
      {siteSettings().features.chat && (
        <button
          type="button"
          className="lectern-popover"
          aria-keyshortcuts="Control+I Meta+I"
          {...KEEPS_SELECTION}
          onClick={() => {
            setDismissed(selection);
            void askAboutSelection(selection);
          }}
        >
          <Icon name="ask" />
          <span>{t(LAUNCHER_MESSAGES.askSelection)}</span>
          {shortcutsEnabled() && !selection.byTouch && <kbd>{modKeyLabel()}+I</kbd>}
        </button>
      )}
      {actions.map((action) => (
        <ActionButton
          key={action.id}
          action={action}
          onClick={() => {
            setDismissed(selection);
            action.run(selection.range);
          }}
        />
      ))}
    </div>
  );
}
