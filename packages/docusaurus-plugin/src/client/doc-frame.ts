/** What stands around a chapter's text (title, contents, breadcrumbs, previous and next, sidebar) in the reader's language. */
import type { PropDocContent, PropSidebar } from '@docusaurus/plugin-content-docs';
import type { DocContextValue } from '@docusaurus/plugin-content-docs/client';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { createExternalStore } from './external-store.ts';

/** Puts names and titles into the reader's language. */
export interface FrameTranslator {
  readonly doc: (doc: DocContextValue) => DocContextValue;
  readonly sidebar: (items: PropSidebar) => PropSidebar;
  /** What is known of a chapter in the language. */
  readonly chapter: (permalink: string) => {
    readonly title?: string | undefined;
    readonly description?: string | undefined;
  };
}

/** The translator that is in use; null: everything as the site has it. */
export const frameStore = createExternalStore<{ readonly translator: FrameTranslator | null }>({ translator: null });

const ORIGINAL = frameStore.getSnapshot();

/** What the server renders, and the first rendering in the browser. */
const originalFrame = (): typeof ORIGINAL => ORIGINAL;

/** A doc's values in the form in which Docusaurus' provider takes them. */
export const asContent = (doc: DocContextValue): PropDocContent => Object.assign(() => null, doc);

/** The translator that is in use, for a site's own components; null: everything as the site has it. */
export function useFrameTranslator(): FrameTranslator | null {
  return useSyncExternalStore(frameStore.subscribe, frameStore.getSnapshot, originalFrame).translator;
}

interface Outlet {
  /** Drawn inside of the chapter's page, so that links and theme components work in it. */
  readonly content: ReactNode;
  /** false: the site has a layout of its own, without the outlet. */
  readonly isThere: boolean;
}

const EMPTY: Outlet = { content: null, isThere: false };

/** A place in the chapter's React tree for what features draw with the chapter's own elements. */
export const outletStore = createExternalStore<Outlet>(EMPTY);

/** Draws what stands in the outlet. One per page. */
export function DocOutlet(): ReactNode {
  useEffect(() => {
    outletStore.patch({ isThere: true });
    return () => outletStore.set(EMPTY);
  }, []);
  return useSyncExternalStore(outletStore.subscribe, outletStore.getSnapshot, () => EMPTY).content;
}
