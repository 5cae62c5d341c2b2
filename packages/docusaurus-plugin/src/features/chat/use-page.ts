/** The page that the panel stands beside: its chapter, and the section being read. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { findPageData, type PageData } from '../../client/page-data.ts';
import { pageStore } from '../../client/page-store.ts';
import { mainSectionTitles, type PageSection, sectionInView } from './chat-sections.ts';

/** The page now. */
export interface Page {
  readonly path: string;
  /** undefined while it is looked up, and on pages that are no chapters. */
  readonly page: PageData | undefined;
  /** The section being read. */
  readonly section: PageSection | null;
  /** Titles of the page's main sections. */
  readonly sections: readonly string[];
}

const SCROLL_SETTLE_MS = 200;

interface Found<T> {
  readonly path: string;
  readonly value: T;
}

function useSectionInView(path: string): PageSection | null {
  const [found, setFound] = useState<Found<PageSection | null>>({ path, value: null });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const value = sectionInView();
        setFound((before) => (before.path === path && before.value?.id === value?.id ? before : { path, value }));
      }, SCROLL_SETTLE_MS);
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', look);
    };
  }, [path]);
  return found.path === path ? found.value : null;
}

/** Follows the page through navigation and scrolling. */
export function usePage(): Page {
  const { location } = useSyncExternalStore(pageStore.subscribe, pageStore.getSnapshot);
  const path = location?.pathname ?? window.location.pathname;
  const section = useSectionInView(path);
  const [found, setFound] = useState<Found<{ page: PageData | undefined; sections: string[] }>>();
  useEffect(() => {
    let current = true;
    // Without page data (a failed chunk) the panel asks the whole book.
    void findPageData(path)
      .catch(() => undefined)
      .then((page) => {
        if (current) setFound({ path, value: { page, sections: mainSectionTitles() } });
      });
    return () => {
      current = false;
    };
  }, [path]);
  const value = found?.path === path ? found.value : undefined;
  return { path, page: value?.page, section, sections: value?.sections ?? [] };
}
