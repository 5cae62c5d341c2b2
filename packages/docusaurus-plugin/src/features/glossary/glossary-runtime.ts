/**
 * Explains the terms of a chapter: a dotted line under the first one in each section, a card on hover and tap, and for
 * the keyboard and screen readers a list of the same terms behind the page. The text itself is React's, and is drawn
 * anew when it is translated: nothing is put into it, lines are CSS highlights over ranges.
 */
import './glossary.css';
import terms from '@generated/lectern/default/glossary.json';
import { t } from '../../client/messages.ts';
import { onPageKeys } from '../../client/shortcuts.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { whenIdle } from '../../client/when-idle.ts';
import { GLOSSARY_MESSAGES } from './glossary.messages.ts';
import { createCard, type GlossaryCard } from './glossary-card.ts';
import { termMatcher } from './glossary-match.ts';
import { findPlaces, placeAt, type TermPlace } from './glossary-places.ts';

const CARD_ID = 'lectern-term-card';
/** Names of the CSS highlights. */
const TERMS = 'lectern-terms';
const CURRENT = 'lectern-current-term';
/** Time to bring the pointer from the word onto the card (WCAG 1.4.13), ms. */
const LEAVE_DELAY_MS = 150;

const match = termMatcher(terms);
let places: TermPlace[] = [];
let card: GlossaryCard | undefined;
let list: HTMLElement | undefined;
let observer: MutationObserver | undefined;
let leaving: number | undefined;
let isWaiting = false;

/** Finds the terms of the page that has come up, and those of each text that it changes to. */
export function showGlossary(): void {
  if (terms.length === 0) return;
  if (!card) start();
  hide();
  observer?.disconnect();
  const article = document.querySelector('article .theme-doc-markdown, main article');
  if (article) {
    observer ??= new MutationObserver(findSoon);
    observer.observe(article, { childList: true, characterData: true, subtree: true });
  }
  find();
}

function findSoon(): void {
  if (isWaiting) return;
  isWaiting = true;
  whenIdle(() => {
    isWaiting = false;
    find();
  });
}

function find(): void {
  const article = document.querySelector('article .theme-doc-markdown, main article');
  places = article ? findPlaces(article, match) : [];
  mark(
    TERMS,
    places.map(({ range }) => range),
  );
  drawList();
}

function mark(name: string, ranges: readonly Range[]): void {
  if (!('highlights' in CSS)) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

function show(place: TermPlace): void {
  window.clearTimeout(leaving);
  card?.show(place.term, place.range);
  mark(CURRENT, [place.range]);
}

function hide(): void {
  window.clearTimeout(leaving);
  card?.hide();
  mark(CURRENT, []);
}

function hideSoon(): void {
  window.clearTimeout(leaving);
  leaving = window.setTimeout(hide, LEAVE_DELAY_MS);
}

/** One link or button for each place, in reading order. A link leads to where the book explains the term. */
function drawList(): void {
  if (!list) return;
  const focused = Array.from(list.querySelectorAll('li > *')).indexOf(document.activeElement ?? list);
  list.setAttribute('aria-label', t(GLOSSARY_MESSAGES.terms));
  const items = document.createElement('ul');
  for (const place of places) {
    const item = document.createElement('li');
    item.append(termControl(place));
    items.append(item);
  }
  list.replaceChildren(items);
  list.hidden = places.length === 0;
  // The text was drawn anew while its terms were gone through.
  if (focused >= 0) items.querySelectorAll<HTMLElement>('li > *')[focused]?.focus({ preventScroll: true });
}

function termControl(place: TermPlace): HTMLElement {
  const control = document.createElement(place.term.url === undefined ? 'button' : 'a');
  if (control instanceof HTMLAnchorElement && place.term.url !== undefined) control.href = place.term.url;
  control.textContent = place.range.toString();
  control.setAttribute('aria-describedby', CARD_ID);
  control.addEventListener('focus', () => {
    const element = place.range.startContainer.parentElement;
    element?.scrollIntoView({ block: 'center' });
    show(place);
  });
  control.addEventListener('blur', hide);
  return control;
}

/** Goes to the first term below the top of the window, or to the one behind the term that is gone through. */
function nextTerm(): void {
  const controls = Array.from(list?.querySelectorAll<HTMLElement>('li > *') ?? []);
  const current = document.activeElement instanceof HTMLElement ? controls.indexOf(document.activeElement) : -1;
  const visible = places.findIndex(({ range }) => range.getBoundingClientRect().top >= 0);
  controls[current >= 0 ? (current + 1) % controls.length : Math.max(0, visible)]?.focus({ preventScroll: true });
}

function start(): void {
  card = createCard(CARD_ID, siteSettings().defaultLocale);
  list = document.createElement('nav');
  list.className = 'lectern-term-list';
  document.body.append(list, card.element);
  card.element.addEventListener('pointerenter', () => window.clearTimeout(leaving));
  card.element.addEventListener('pointerleave', hideSoon);
  document.addEventListener('pointermove', onPointer, { passive: true });
  document.addEventListener('click', onClick);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  onPageKeys({ g: nextTerm });
}

let hovered: TermPlace | undefined;

function onPointer({ pointerType, clientX, clientY, buttons }: PointerEvent): void {
  // A finger taps; a pressed mouse selects text.
  if (pointerType !== 'mouse' || buttons !== 0) return;
  const place = placeAt(places, clientX, clientY);
  if (place && place !== hovered) show(place);
  else if (hovered && !place) hideSoon();
  hovered = place;
}

function onClick({ clientX, clientY, target }: MouseEvent): void {
  const isOnCard = target instanceof Node && card?.element.contains(target);
  const isInList = target instanceof Node && list?.contains(target);
  if (isOnCard || isInList) return;
  const place = placeAt(places, clientX, clientY);
  if (place && window.getSelection()?.isCollapsed !== false) show(place);
  else if (!place) hide();
}
