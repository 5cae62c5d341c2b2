/** What a reader can do about the language of the page. */

import { speakInterface } from './interface-dictionary.ts';
import { readingLanguage } from './languages.ts';
import { translationStore } from './translation.store.ts';
import { chosenLanguage, keepLanguage } from './translation-choice.ts';

const loadSession = () => import('./translation-session.ts');
/** The language before the original was asked for: `o` goes back to it. */
let last: string | null = null;

/** Shows the page in a language, without keeping it as the reader's choice. */
export async function showIn(code: string): Promise<void> {
  const { chapter } = translationStore.getSnapshot();
  const language = readingLanguage(code);
  if (chapter === null || language === undefined) return;
  last = code;
  translationStore.patch({ language: code, phase: 'waiting', failure: null });
  void speakInterface(code);
  try {
    const { translatePage } = await loadSession();
    // The reader may have gone on while the code came.
    if (translationStore.getSnapshot().language !== code) return;
    await translatePage(chapter, { lang: code, dir: language.dir });
  } catch {
    translationStore.patch({ phase: 'failed', failure: 'network' });
  }
}

/** Puts the author's text back. */
async function showSource(): Promise<void> {
  const { language } = translationStore.getSnapshot();
  if (language !== null) last = language;
  void speakInterface(undefined);
  (await loadSession()).showOriginal();
}

/** Shows the page in a language and keeps it for this reader; the book's own language is the original. */
export function chooseLanguage(code: string): void {
  const { source } = translationStore.getSnapshot();
  keepLanguage(code === source ? '' : code);
  void (code === source ? showSource() : showIn(code));
  void import('./translation-profile.ts').then(({ tellProfile }) => tellProfile(code)).catch(() => undefined);
}

/** The original, and from there back to the language that was read last. */
export function toggleOriginal(): void {
  const { language } = translationStore.getSnapshot();
  const before = last ?? chosenLanguage();
  if (language !== null) {
    keepLanguage('');
    void showSource();
  } else if (before) {
    keepLanguage(before);
    void showIn(before);
  }
}

/** Asks again for what is missing. */
export function retryTranslation(): void {
  const { language } = translationStore.getSnapshot();
  if (language !== null) void showIn(language);
}

/** Shows the originals beside the translation, or takes them away. */
export async function setBeside(beside: boolean): Promise<void> {
  translationStore.patch({ beside });
  (await loadSession()).showBeside(beside);
}

/** Asks the server once which languages there are. */
export async function knowLanguages(): Promise<void> {
  if (translationStore.getSnapshot().languages !== null) return;
  const { loadLanguages } = await import('./translation-client.ts');
  translationStore.patch({ languages: await loadLanguages() });
}
