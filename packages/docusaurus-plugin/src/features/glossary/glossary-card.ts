/** The card that explains a term: in the language of the text first, then in the other one. */
import type { PageTerm } from './glossary-data.ts';

const GAP_PX = 6;
const EDGE_PX = 12;
const WIDEST_PX = 352;
const RIGHT_TO_LEFT = /^(?:ur|ar|fa|he)\b/;

/** The card, one for the page. */
export interface GlossaryCard {
  readonly element: HTMLElement;
  /** Shows a term beside a place of the page. */
  show(term: PageTerm, range: Range): void;
  hide(): void;
}

/** Makes the card, hidden. @param locale language that the definitions are written in */
export function createCard(id: string, locale: string): GlossaryCard {
  const element = document.createElement('div');
  element.id = id;
  element.className = 'lectern-term-card';
  element.role = 'tooltip';
  element.hidden = true;
  const show = (term: PageTerm, range: Range): void => {
    element.replaceChildren(...cardLines(term, locale, languageAt(range, locale)));
    element.hidden = false;
    place(element, range);
  };
  const hide = (): void => {
    element.hidden = true;
  };
  return { element, show, hide };
}

/** The language of the text around a place: a translated chapter says its own. */
const languageAt = ({ startContainer }: Range, locale: string): string =>
  startContainer.parentElement?.closest('[lang]')?.getAttribute('lang') ?? locale;

function cardLines(term: PageTerm, locale: string, shown: string): HTMLElement[] {
  const lines = [{ language: locale, name: term.term, text: term.definition }];
  const translations = Object.entries(term.translated).map(([language, text]) => {
    return { language, name: language === 'ur' ? (term.urdu ?? '') : '', text };
  });
  if (term.urdu !== undefined && term.translated['ur'] === undefined) {
    translations.push({ language: 'ur', name: term.urdu, text: '' });
  }
  const all = [...lines, ...translations.filter(({ language }) => language !== locale)];
  const isShown = ({ language }: { language: string }): boolean => language.split('-')[0] === shown.split('-')[0];
  // The reader's language and the book's: a site may have a dozen.
  const chosen = [...all.filter(isShown), ...all.filter((line) => !isShown(line) && isOther(line.language, locale))];
  return chosen.map(cardLine);
}

const isOther = (language: string, locale: string): boolean => language === locale || language === 'ur';

function cardLine({ language, name, text }: { language: string; name: string; text: string }): HTMLElement {
  const line = document.createElement('p');
  line.lang = language;
  line.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
  if (name !== '') {
    const strong = document.createElement('strong');
    strong.textContent = name;
    line.append(strong, text === '' ? '' : ' ');
  }
  line.append(text);
  return line;
}

function place(element: HTMLElement, range: Range): void {
  const anchor = range.getClientRects()[0] ?? range.getBoundingClientRect();
  const width = Math.min(WIDEST_PX, window.innerWidth - 2 * EDGE_PX);
  const left = Math.max(EDGE_PX, Math.min(anchor.left, window.innerWidth - width - EDGE_PX));
  element.style.maxWidth = `${width}px`;
  element.style.left = `${left + window.scrollX}px`;
  const height = element.offsetHeight;
  const hasRoomBelow = anchor.bottom + GAP_PX + height < window.innerHeight;
  const top = hasRoomBelow ? anchor.bottom + GAP_PX : Math.max(GAP_PX, anchor.top - GAP_PX - height);
  element.style.top = `${top + window.scrollY}px`;
}
