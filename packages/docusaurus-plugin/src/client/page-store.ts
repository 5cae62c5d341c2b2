/** Where the reader is, for roots that stand outside Docusaurus' React tree. What a page knows about its chapter: page-data.ts. */
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

/** The page now. */
export interface PageState {
  readonly location: PageLocation | null;
  /** The router's history where the bridge could hand it over; without it navigation goes by popstate. */
  readonly history: PageHistory | null;
}

/** The page, followed through client navigation by the client module and the bridge. */
export const pageStore = createExternalStore<PageState>({ location: null, history: null });

/** Publishes the router's history: called by the bridge component inside Docusaurus' tree. */
export function publishHistory(history: PageHistory): void {
  if (pageStore.getSnapshot().history !== history) pageStore.patch({ history });
}
