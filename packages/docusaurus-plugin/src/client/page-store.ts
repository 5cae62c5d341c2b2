/** What the page says about itself, for roots that stand outside Docusaurus' React tree. */
import { createExternalStore } from './external-store.ts';

/** Where the reader is, as the router says it. */
export interface PageLocation {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  /** What a navigation carried along, e.g. a citation. */
  readonly state?: unknown;
}

/** The part of the router's history that is used. */
export interface PageHistory {
  push(location: PageLocation): void;
  replace(location: PageLocation): void;
}

/** The version of the chapter that the page shows. */
export interface PageChapter {
  /** `<instance>/<version>/<docId>`. */
  readonly key: string;
  /** Hash of all that the page shows. */
  readonly sourceHash: string;
}

/** The page now. */
export interface PageState {
  readonly location: PageLocation | null;
  /** The router's history where the bridge could hand it over; without it navigation goes by popstate. */
  readonly history: PageHistory | null;
  /** null on pages that aren't chapters. */
  readonly chapter: PageChapter | null;
}

/** The page, followed through client navigation by the client module and the bridge. */
export const pageStore = createExternalStore<PageState>({ location: null, history: null, chapter: null });

/** Publishes the router's history: called by the bridge component inside Docusaurus' tree. */
export function publishHistory(history: PageHistory): void {
  if (pageStore.getSnapshot().history !== history) pageStore.patch({ history });
}
