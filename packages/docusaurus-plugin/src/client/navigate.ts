/** Client navigation from outside Docusaurus' React tree. */
import { pageStore } from './page-store.ts';

/** Options of a navigation. */
export interface NavigateOptions {
  /** Kept in the history entry: survives reload, back and forward. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** true: take the place of the current entry. */
  readonly replace?: boolean;
}

/**
 * Goes to a page of this site without a reload; an address on another origin is opened as a document.
 * Goes through the router's history when the bridge is there. Without it: react-router 5 listens to popstate and reads
 * `{key, state}` of the entry, so an entry of that form and an event do the same.
 */
export function navigateTo(url: string, options: NavigateOptions = {}): void {
  const target = new URL(url, window.location.href);
  if (target.origin !== window.location.origin) {
    window.location.assign(target.href);
    return;
  }
  const { pathname, search, hash } = target;
  const { state } = options;
  const { history } = pageStore.getSnapshot();
  if (history) {
    const location = { pathname, search, hash, ...(state === undefined ? {} : { state }) };
    if (options.replace) history.replace(location);
    else history.push(location);
    return;
  }
  const entry = { key: Math.random().toString(36).slice(2, 8), state };
  if (options.replace) window.history.replaceState(entry, '', target.href);
  else window.history.pushState(entry, '', target.href);
  window.dispatchEvent(new PopStateEvent('popstate', { state: entry }));
}
