import { type FocusEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

/** What the element that has a hint spreads onto itself. */
export interface HintTrigger {
  'aria-describedby': string | undefined;
  onMouseEnter(event: MouseEvent<HTMLElement>): void;
  onMouseLeave(): void;
  onFocus(event: FocusEvent<HTMLElement>): void;
  onBlur(): void;
}

interface HintProps {
  text: string;
  children: (trigger: HintTrigger) => ReactNode;
}

// Time to bring the pointer from the word onto the hint (WCAG 1.4.13: hoverable), milliseconds.
const LEAVE_DELAY_MS = 150;
const GAP_PX = 6;
const EDGE_PX = 16;

/**
 * A short explanation shown on hover and focus, hidden by Esc.
 *
 * It stands in the page only while it is shown, and outside the text: quotes and copies never take it along.
 */
export function Hint({ text, children }: HintProps): ReactNode {
  const id = useId();
  const [anchor, setAnchor] = useState<DOMRect>();
  const leaving = useRef<number>(undefined);

  const show = (element: HTMLElement) => {
    window.clearTimeout(leaving.current);
    setAnchor(element.getBoundingClientRect());
  };
  const hideSoon = () => {
    leaving.current = window.setTimeout(() => setAnchor(undefined), LEAVE_DELAY_MS);
  };

  useEffect(() => {
    if (!anchor) return;
    const hide = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setAnchor(undefined);
    };
    document.addEventListener('keydown', hide);
    return () => document.removeEventListener('keydown', hide);
  }, [anchor]);
  useEffect(() => () => window.clearTimeout(leaving.current), []);

  const trigger: HintTrigger = {
    'aria-describedby': anchor ? id : undefined,
    onMouseEnter: (event) => show(event.currentTarget),
    onMouseLeave: hideSoon,
    onFocus: (event) => show(event.currentTarget),
    onBlur: () => setAnchor(undefined),
  };
  return (
    <>
      {children(trigger)}
      {anchor &&
        createPortal(
          <div
            id={id}
            role="tooltip"
            className="hint"
            style={position(anchor)}
            onMouseEnter={() => window.clearTimeout(leaving.current)}
            onMouseLeave={hideSoon}
          >
            {text}
          </div>,
          document.body,
        )}
    </>
  );
}

function position(anchor: DOMRect): { top: number; left: number } {
  const widest = Math.min(352, window.innerWidth - 2 * EDGE_PX);
  const left = Math.max(EDGE_PX, Math.min(anchor.left, window.innerWidth - widest - EDGE_PX));
  return { top: anchor.bottom + window.scrollY + GAP_PX, left: left + window.scrollX };
}
