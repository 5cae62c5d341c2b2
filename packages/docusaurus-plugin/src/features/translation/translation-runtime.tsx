/** Translation on the page that is shown: its control, and the language that the reader chose. Loaded when the page has settled. */
import './translation.css';
import { createRoot, type Root } from 'react-dom/client';
import { frameStore } from '../../client/doc-frame.ts';
import { siteLanguage } from '../../client/messages.ts';
import { findPageData } from '../../client/page-data.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { startAccount } from '../account/account-start.ts';
import { readingLanguage } from './languages.ts';
import { ORIGINAL_STATE, translationStore } from './translation.store.ts';
import { showIn } from './translation-actions.ts';
import { applyLook, chosenLanguage, textLook } from './translation-choice.ts';
import { TranslationControl } from './translation-control.tsx';
import { chapterText } from './translation-page.ts';

const SLOT = '[data-lectern-slot="chapter-tools"]';

let host: HTMLElement | undefined;
let root: Root | undefined;

/** Puts the control into the page's place for tools, or where a page has none below its title. */
function placeControl(text: Element): void {
  if (host === undefined) {
    host = document.createElement('div');
    host.className = 'lectern-translation-host';
    root = createRoot(host);
    root.render(<TranslationControl />);
  }
  const slot = document.querySelector(SLOT);
  const title = text.querySelector(':scope > header, :scope > h1');
  if (slot) slot.prepend(host);
  else if (title) title.after(host);
  else text.prepend(host);
}

/** The language to begin with: the reader's choice, their profile's, or that of an edition whose page isn't translated yet. */
async function wantedLanguage(source: string): Promise<string | null> {
  const chosen = chosenLanguage();
  if (chosen !== null) return chosen === '' ? null : chosen;
  const site = readingLanguage(siteLanguage())?.code;
  if (site !== undefined && site !== source) return site;
  startAccount();
  const { profileLanguage } = await import('./translation-profile.ts');
  return (await profileLanguage().catch(() => undefined)) ?? null;
}

let shownPage: { path: string; text: Element | null } | undefined;

/** Shows translation on a page; called after each navigation. A change of the hash alone changes nothing. */
export async function showTranslation(pathname: string): Promise<void> {
  const text = chapterText();
  if (shownPage?.path === pathname && shownPage.text === text) return;
  const here = { path: pathname, text };
  shownPage = here;
  applyLook(textLook());
  const page = await findPageData(pathname);
  if (shownPage !== here) return;
  const { defaultLocale } = siteSettings();
  const source = readingLanguage(defaultLocale)?.code ?? defaultLocale;
  // A page of an edition is in its language already.
  const isSource = page !== undefined && page.locale === defaultLocale && text !== null;
  const before = translationStore.getSnapshot().language;
  if (before !== null) {
    const { leavePage } = await import('./translation-session.ts');
    leavePage(isSource);
  }
  if (!isSource) {
    frameStore.set({ translator: null });
    translationStore.patch({ ...ORIGINAL_STATE, chapter: null });
    return;
  }
  translationStore.patch({ ...ORIGINAL_STATE, chapter: { key: page.key, sourceHash: page.sourceHash }, source });
  placeControl(text);
  const wanted = before ?? (await wantedLanguage(source));
  if (wanted !== null && wanted !== source && shownPage === here) await showIn(wanted);
}

if (import.meta.webpackHot) {
  import.meta.webpackHot.dispose(() => {
    root?.unmount();
    host?.remove();
  });
}
