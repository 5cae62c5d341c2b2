/** Where the panel stands: beside the text on wide windows, over the whole window on phones. */
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

const WIDE = '(min-width: 768px)';

/** How the panel stands. */
export type PanelPlacement = 'beside' | 'full';

function usePlacement(): PanelPlacement {
  const [wide, setWide] = useState(() => window.matchMedia(WIDE).matches);
  useEffect(() => {
    const query = window.matchMedia(WIDE);
    const change = () => setWide(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return wide ? 'beside' : 'full';
}

/** Runs a change of the layout and brings the line that was at the top of the window back to where it was. */
export function keepReadingPlace(change: () => void): void {
  const navbarHeight = document.querySelector('.navbar')?.getBoundingClientRect().bottom ?? 0;
  const top = Math.max(0, navbarHeight) + 8;
  const blocks = document.querySelectorAll('main :is(p, h1, h2, h3, h4, li, pre, table, figure)');
  const anchor =
    window.scrollY === 0 ? undefined : Array.from(blocks).find((block) => block.getBoundingClientRect().bottom > top);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor) window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
}

/** Keeps the panel below a navigation bar that scrolls, and above the on-screen keyboard. */
export function followWindow(panel: HTMLElement): () => void {
  const end = new AbortController();
  const viewport = window.visualViewport;
  const follow = () => {
    const navbar = document.querySelector('.navbar')?.getBoundingClientRect();
    panel.style.setProperty('--lectern-panel-top', `${Math.max(0, navbar?.bottom ?? 0)}px`);
    if (!viewport) return;
    panel.style.setProperty('--lectern-viewport-top', `${viewport.offsetTop}px`);
    panel.style.setProperty('--lectern-viewport-height', `${viewport.height}px`);
  };
  const options = { passive: true, signal: end.signal };
  window.addEventListener('scroll', follow, options);
  window.addEventListener('resize', follow, options);
  viewport?.addEventListener('resize', follow, options);
  viewport?.addEventListener('scroll', follow, options);
  follow();
  return () => end.abort();
}

/** Makes room for the panel in the page while it is there. */
export function usePanelLayout(panelRef: RefObject<HTMLElement | null>): PanelPlacement {
  const placement = usePlacement();
  useLayoutEffect(() => {
    const page = document.getElementById('__docusaurus');
    const root = document.documentElement;
    keepReadingPlace(() => root.setAttribute('data-lectern-panel', placement));
    // Over the whole window nothing behind may take focus or be read aloud.
    if (page) page.inert = placement === 'full';
    const unfollow = panelRef.current ? followWindow(panelRef.current) : undefined;
    return () => {
      unfollow?.();
      if (page) page.inert = false;
      keepReadingPlace(() => root.removeAttribute('data-lectern-panel'));
    };
  }, [placement, panelRef]);
  return placement;
}
