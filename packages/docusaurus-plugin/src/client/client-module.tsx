/**
 * What runs on every page: mounts the chat on its own root, follows the route, shows citations.
 * Not in Docusaurus' React tree, so that a site's own Root or ejected layout cannot remove it (PAGE.md, second trial).
 */
import '../features/chat/chat-panel.css';
import '../features/chat/chat-conversations.css';
import '../features/account/account-entry.css';
import './lectern.css';
import './reading-languages.css';
import { translate } from '@docusaurus/Translate';
import globalData from '@generated/globalData';
import { createRoot, type Root } from 'react-dom/client';
import { watchAskButtons } from '../features/chat/chat-ask-buttons.ts';
import { ChatBoundary } from '../features/chat/chat-boundary.tsx';
import { connectPanelStorage, openPanel } from '../features/chat/chat-panel.store.ts';
import { ChatRoot } from '../features/chat/chat-root.tsx';
import { readCitationTarget } from '../features/citations/citation-target.ts';
import { followGlossary } from '../features/glossary/glossary-loader.ts';
import { followReading } from '../features/learning/learning-loader.ts';
import { followTranslation } from '../features/translation/translation-loader.ts';
import type { LecternGlobalData } from '../global-data.ts';
import { setTranslator } from './messages.ts';
import { navigateTo } from './navigate.ts';
import { type PageLocation, pageStore } from './page-store.ts';
import { onPageKeys } from './shortcuts.ts';
import { configureSite } from './site-settings.ts';

const HOST_ID = 'lectern-root';

function isSiteData(value: unknown): value is LecternGlobalData {
  return typeof value === 'object' && value !== null && 'api' in value && 'features' in value;
}

/** The plugin's global data; undefined when the site lists this module without the plugin. */
function readSiteData(): LecternGlobalData | undefined {
  const { lectern } = globalData;
  const data: unknown = Object.values(lectern ?? {})[0];
  return isSiteData(data) ? data : undefined;
}

let root: Root | undefined;
let stopButtons: (() => void) | undefined;
let stopKeys: (() => void) | undefined;

/** Follows the link to the neighbouring chapter that the theme, or the site in its place, has drawn. */
const goTo = (neighbour: 'prev' | 'next') => () =>
  document
    .querySelector<HTMLAnchorElement>(`.pagination-nav__link--${neighbour}, main nav a[rel="${neighbour}"]`)
    ?.click();

function watchKeys(): () => void {
  return onPageKeys({
    '[': goTo('prev'),
    ']': goTo('next'),
    '?': () => void import('./shortcut-list.tsx').then((module) => module.showShortcuts()),
  });
}

function mount(): void {
  const data = readSiteData();
  if (root || !data) return;
  configureSite(data);
  setTranslator((id, message) => translate({ id, message }));
  stopKeys ??= watchKeys();
  const { chat, learning, selection } = data.features;
  // Notes and highlights begin at the selection, too.
  const withSelection = selection && (chat || learning);
  if (!chat && !withSelection) return;
  if (chat) connectPanelStorage();
  const host = document.createElement('div');
  host.id = HOST_ID;
  document.body.append(host);
  root = createRoot(host);
  root.render(
    <ChatBoundary>
      <ChatRoot withPanel={chat} withSelection={withSelection} />
    </ChatBoundary>,
  );
  if (chat) stopButtons = watchAskButtons();
}

let shown: AbortController | undefined;

/** Shows the citation that a navigation carried; takes the last one away otherwise. */
function showCitation(location: PageLocation): void {
  const target = readCitationTarget(location);
  const before = shown;
  before?.abort();
  shown = target === null ? undefined : new AbortController();
  const signal = shown?.signal;
  if (before === undefined && signal === undefined) return;
  void import('../features/citations/citation-reveal.ts').then(async ({ clearCitation, revealCitation }) => {
    if (target === null || signal === undefined) clearCitation();
    else if (!signal.aborted) await revealCitation(target, signal);
  });
}

/** A `?ask=` link opens the panel and asks; without a question it opens it. The question leaves the address, so that a reload doesn't ask again. */
function openLink({ pathname, search, hash }: PageLocation): void {
  const params = new URLSearchParams(search);
  const question = params.get('ask')?.trim();
  if (question === undefined || !readSiteData()?.features.chat) return;
  params.delete('ask');
  const rest = params.size > 0 ? `?${params}` : '';
  openPanel(question === '' ? {} : { ask: question });
  navigateTo(pathname + rest + hash, { replace: true });
}

/** Docusaurus' hook: after each navigation, first after hydration. */
export function onRouteDidUpdate({ location }: { location: PageLocation }): void {
  try {
    pageStore.patch({ location });
    mount();
    showCitation(location);
    openLink(location);
    const features = readSiteData()?.features;
    if (features?.learning) followReading();
    if (features?.translation) followTranslation();
    if (features?.glossary) followGlossary();
  } catch (error) {
    // An error here would take the whole page down: this runs inside Docusaurus' layout effect.
    console.error('Lectern:', error);
  }
}

if (import.meta.webpackHot) {
  import.meta.webpackHot.dispose(() => {
    stopButtons?.();
    stopKeys?.();
    shown?.abort();
    root?.unmount();
    document.getElementById(HOST_ID)?.remove();
  });
}
