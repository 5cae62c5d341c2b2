/** Which paragraph's original a reader asks for: by resting the pointer on it, by a tap, or with the keyboard. */
import { isTyping } from '../../client/shortcuts.ts';

/** Time that a pointer rests on a paragraph before its original comes, ms. */
const REST_MS = 600;
/** Time in which a pointer may travel from the paragraph to its card, ms. */
const LEAVE_MS = 250;

/** Blocks that have something to tell: a translation, or a reason why there is none. */
const BLOCKS = '[data-lectern-status], [data-lectern-left]';
/** What does something of its own when it is tapped. */
const CONTROLS =
  'a, button, input, select, textarea, summary, label, [role="tab"], .lectern-translation, .lectern-quiz';

/** How a card was asked for. */
export type OriginalCause = 'pointer' | 'touch' | 'keyboard';

/** What to do with the reader's wishes. */
export interface OriginalHandlers {
  readonly show: (block: HTMLElement, cause: OriginalCause) => void;
  readonly hide: () => void;
  /** The pointer has left: what it didn’t bring stays, for a page that scrolls moves under it. */
  readonly leave: () => void;
  /** Moves into the card that is open. */
  readonly enter: () => void;
  /** The pointer may stay on the card. */
  readonly isOnCard: (target: EventTarget | null) => boolean;
  /** false: a resting pointer shows nothing. */
  readonly onHover: () => boolean;
}

const blockAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element && target.closest(CONTROLS) === null ? target.closest<HTMLElement>(BLOCKS) : null;

const isSelecting = () => document.getSelection()?.isCollapsed === false;

/** Follows pointer and taps. */
function followPointer(text: HTMLElement, handlers: OriginalHandlers, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (run: () => void, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const over = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse' || !handlers.onHover() || isSelecting()) return;
    if (handlers.isOnCard(event.target)) {
      clearTimeout(timer);
      return;
    }
    const block = blockAt(event.target);
    if (block && text.contains(block)) later(() => handlers.show(block, 'pointer'), REST_MS);
    else later(handlers.leave, LEAVE_MS);
  };
  document.addEventListener('pointerover', over, { signal });
  text.addEventListener(
    'click',
    (event) => {
      // A mouse has hover, and its clicks select; a finger has neither.
      const isTouch = event instanceof PointerEvent && event.pointerType !== 'mouse';
      const block = blockAt(event.target);
      if (isTouch && block && !isSelecting()) handlers.show(block, 'touch');
    },
    { signal },
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
}

const blocksOf = (text: HTMLElement): HTMLElement[] =>
  Array.from(text.querySelectorAll<HTMLElement>(BLOCKS)).filter((block) => block.closest(CONTROLS) === null);

/**
 * One paragraph at a time can be reached with Tab, the first one that is seen; arrows go on from there. A stop at each of two
 * hundred would lock everybody out who has no mouse.
 */
class RovingFocus {
  #current: HTMLElement | undefined;

  /** Moves the one stop. */
  to(block: HTMLElement): void {
    this.#current?.removeAttribute('tabindex');
    this.#current = block;
    block.tabIndex = 0;
  }

  toFirstSeen(text: HTMLElement): void {
    if (document.activeElement === this.#current && this.#current?.isConnected) return;
    const first = blocksOf(text).find((block) => block.getBoundingClientRect().bottom > window.innerHeight * 0.1);
    if (first) this.to(first);
  }

  /** The block before or after the one that has the focus. */
  neighbour(text: HTMLElement, step: 1 | -1): HTMLElement | undefined {
    const blocks = blocksOf(text);
    const index = this.#current === undefined ? -1 : blocks.indexOf(this.#current);
    return index === -1 ? undefined : blocks[index + step];
  }

  has(target: EventTarget | null): boolean {
    return target !== null && target === this.#current;
  }

  end(): void {
    this.#current?.removeAttribute('tabindex');
  }
}

function followKeys(text: HTMLElement, handlers: OriginalHandlers, signal: AbortSignal): void {
  const focus = new RovingFocus();
  focus.toFirstSeen(text);
  document.addEventListener('scrollend', () => focus.toFirstSeen(text), { signal });
  text.addEventListener(
    'focusin',
    ({ target }) => {
      const isVisible = target instanceof HTMLElement && target.matches(':focus-visible');
      if (isVisible && focus.has(target)) handlers.show(target, 'keyboard');
    },
    { signal },
  );
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') handlers.hide();
      if (!focus.has(event.target) || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter') handlers.enter();
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const next = focus.neighbour(text, event.key === 'ArrowDown' ? 1 : -1);
        if (next === undefined) return;
        focus.to(next);
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: 'nearest' });
      } else return;
      event.preventDefault();
    },
    { signal },
  );
  signal.addEventListener('abort', () => focus.end());
}

/** Follows what the reader asks for until the signal ends it. */
export function followOriginals(text: HTMLElement, handlers: OriginalHandlers, signal: AbortSignal): void {
  followPointer(text, handlers, signal);
  followKeys(text, handlers, signal);
}
