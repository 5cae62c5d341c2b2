/** Whether the panel is open, what is being written and what it is about: survives navigation and reload. */
import { createExternalStore } from '../../client/external-store.ts';

/** What the reader has chosen to ask about. Book, module and chapter follow the page; section and selection stay. */
export type ScopeChoice =
  | { readonly type: 'book' | 'module' | 'chapter' }
  | {
      readonly type: 'section';
      /** Path of the page that the section is on. */
      readonly path: string;
      /** Anchor. */
      readonly sectionId: string;
      readonly title: string;
    }
  | {
      readonly type: 'selection';
      readonly chapterId: string;
      readonly sourceHash: string;
      readonly segmentIds: readonly string[];
      readonly text: string;
      readonly language?: string | undefined;
      /** Lock: nothing but the selection may be used. */
      readonly only: boolean;
    };

/** The panel now. */
export interface PanelState {
  readonly open: boolean;
  /** What stands in the input. */
  readonly draft: string;
  readonly scope: ScopeChoice;
  /** A question to be asked as soon as the panel is there, e.g. from a `?ask=` link. */
  readonly pending: string | null;
  /** Grows with each wish to have focus in the input; 0 after a reload, which must not take focus. */
  readonly focusRequests: number;
  /** true: the draft is a proposal, selected so that typing replaces it. */
  readonly draftSelected: boolean;
}

const STORAGE_KEY = 'lectern.panel';
const CLOSED: PanelState = {
  open: false,
  draft: '',
  scope: { type: 'book' },
  pending: null,
  focusRequests: 0,
  draftSelected: false,
};

/** The panel's state. */
export const panelStore = createExternalStore<PanelState>(CLOSED);

/** How to open the panel. */
export interface OpenPanelOptions {
  readonly scope?: ScopeChoice;
  /** Put into the input, selected; an own draft of the reader is never overwritten. */
  readonly proposal?: string;
  /** Asked at once. */
  readonly ask?: string;
}

let returnFocusTo: Element | null = null;

/** Opens the panel, or changes what the open one is about. */
export function openPanel(options: OpenPanelOptions = {}): void {
  const { open, draft, focusRequests, draftSelected } = panelStore.getSnapshot();
  if (!open) returnFocusTo = document.activeElement;
  const takesProposal = options.proposal !== undefined && (draft === '' || draftSelected);
  panelStore.patch({
    open: true,
    focusRequests: focusRequests + 1,
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    ...(options.ask === undefined ? {} : { pending: options.ask }),
    ...(takesProposal ? { draft: options.proposal ?? '', draftSelected: true } : {}),
  });
}

/** Closes the panel; focus goes back to where it was, unless it is on its way elsewhere. */
export function closePanel(options: { keepFocus?: boolean } = {}): void {
  panelStore.patch({ open: false });
  if (options.keepFocus) return;
  const target = returnFocusTo;
  // The launcher comes back with the next frame.
  requestAnimationFrame(() => {
    const element =
      target instanceof HTMLElement && target.isConnected && target !== document.body ? target : launcher();
    element?.focus({ preventScroll: true });
  });
}

const launcher = () => document.querySelector<HTMLElement>('.lectern-launcher');

/** Opens the panel, or closes it. */
export function togglePanel(): void {
  if (panelStore.getSnapshot().open) closePanel();
  else openPanel();
}

function isScopeChoice(value: unknown): value is ScopeChoice {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'book':
    case 'module':
    case 'chapter':
      return true;
    case 'section':
      return 'path' in value && 'sectionId' in value && 'title' in value;
    case 'selection':
      return 'chapterId' in value && 'segmentIds' in value && Array.isArray(value.segmentIds) && 'text' in value;
    default:
      return false;
  }
}

/** Takes up what was there before a reload, and keeps it before the next. Storage may be forbidden: then nothing survives. */
export function connectPanelStorage(): void {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof kept === 'object' && kept !== null) {
      panelStore.patch({
        open: 'open' in kept && kept.open === true,
        draft: 'draft' in kept && typeof kept.draft === 'string' ? kept.draft : '',
        scope: 'scope' in kept && isScopeChoice(kept.scope) ? kept.scope : CLOSED.scope,
      });
    }
  } catch {
    // nothing to take up
  }
  window.addEventListener('pagehide', () => {
    const { open, draft, scope } = panelStore.getSnapshot();
    try {
      sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ open, draft, scope }));
    } catch {
      // storage is full or forbidden
    }
  });
}
