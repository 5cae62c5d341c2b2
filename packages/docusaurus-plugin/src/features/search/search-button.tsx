/** The search button in the navigation bar: all of the search that is loaded with a page. */
import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';
import { isTyping, onModShortcut, shortcutsEnabled } from '../../client/shortcuts.ts';
import type { SearchDialogProps } from './search-dialog.tsx';

/** Properties of {@link SearchButton}: its words come from the page, which is rendered on the server too. */
export interface SearchButtonProps {
  readonly label: string;
}

const loadDialog = () => import('./search-dialog.tsx').then((module) => module.SearchDialog);

/** `/` opens the search, as in UX.md; never while typing. */
function onSlash(handler: () => void): () => void {
  const listener = (event: KeyboardEvent) => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key !== '/' || !plain || event.defaultPrevented || isTyping(event.target) || !shortcutsEnabled()) return;
    event.preventDefault();
    handler();
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}

/** Opens the search dialog by click, Ctrl/Cmd-K or `/`; loads it when it is first wanted. */
export function SearchButton({ label }: SearchButtonProps): ReactNode {
  const [Dialog, setDialog] = useState<ComponentType<SearchDialogProps> | null>(null);
  const [open, setOpen] = useState(false);
  const show = useCallback(() => {
    setOpen(true);
    loadDialog().then(
      (loaded) => setDialog(() => loaded),
      () => setOpen(false),
    );
  }, []);
  useEffect(() => {
    const ends = [onModShortcut('k', show), onSlash(show)];
    return () => {
      for (const end of ends) end();
    };
  }, [show]);
  return (
    <>
      <button
        type="button"
        className="lectern-search-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+K Meta+K /"
        onPointerEnter={() => void loadDialog().catch(() => undefined)}
        onClick={show}
      >
        <svg
          aria-hidden="true"
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        >
          <circle cx="7" cy="7" r="4.6" />
          <path d="m10.5 10.5 3.6 3.6" strokeLinecap="round" />
        </svg>
        <span className="lectern-search-label">{label}</span>
        <span className="lectern-search-key" aria-hidden="true">
          /
        </span>
      </button>
      {Dialog && <Dialog open={open} onClose={() => setOpen(false)} />}
    </>
  );
}
