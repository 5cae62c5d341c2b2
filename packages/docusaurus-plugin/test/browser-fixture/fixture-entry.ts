/**
 * Plays Docusaurus' part in the fixture: follows popstate as react-router does, draws the page, scrolls to the hash,
 * then calls the client module; tabs work by click.
 */
import { onRouteDidUpdate } from '../../src/client/client-module.tsx';
import { PAGES } from './fixture-pages.ts';

function currentLocation() {
  const { pathname, search, hash } = window.location;
  const entry: unknown = window.history.state;
  const state = typeof entry === 'object' && entry !== null && 'state' in entry ? entry.state : undefined;
  return { pathname, search, hash, state };
}

let drawn = window.location.pathname;

function update(isFirst: boolean): void {
  const location = currentLocation();
  if (location.pathname !== drawn) {
    drawn = location.pathname;
    const article = document.querySelector('.theme-doc-markdown');
    if (article) article.innerHTML = PAGES[drawn] ?? '';
  }
  if (!isFirst) {
    if (location.hash === '') window.scrollTo(0, 0);
    else document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }
  onRouteDidUpdate({ location });
}

document.addEventListener('click', (event) => {
  const tab = event.target instanceof Element ? event.target.closest('[role="tab"]') : null;
  const list = tab?.parentElement;
  if (!tab || !list) return;
  const index = [...list.children].indexOf(tab);
  const panels = list.parentElement?.querySelectorAll<HTMLElement>('[role="tabpanel"]') ?? [];
  panels.forEach((panel, at) => {
    panel.hidden = at !== index;
  });
});
window.addEventListener('popstate', () => update(false));
update(true);
