/** What other features offer for selected text, beside "Ask about this". */
import { createExternalStore } from './external-store.ts';
import type { Message } from './messages.ts';

/** Something that can be done with selected text. */
export interface SelectionAction {
  /** Its own name; also that of its icon's class. */
  readonly id: string;
  readonly label: Message;
  /** Path of its icon, 20 × 20, one stroke. */
  readonly icon: string;
  readonly run: (range: Range) => void;
}

/** The actions on this page, in order. */
export const selectionActions = createExternalStore<{ readonly actions: readonly SelectionAction[] }>({ actions: [] });

/** Offers actions, in the place of those before. Returns how to take them back. */
export function offerSelectionActions(actions: readonly SelectionAction[]): () => void {
  selectionActions.set({ actions });
  return () => {
    if (selectionActions.getSnapshot().actions === actions) selectionActions.set({ actions: [] });
  };
}
