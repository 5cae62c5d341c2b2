/** Quiet ticks in the page's contents and in the book's, put into the finished page: a site keeps its own components. */
import { t } from '../../client/messages.ts';
import { normalizePagePath } from '../../page-path.ts';
import { LEARNING_MESSAGES } from './learning.messages.ts';

/** What is read, as the ticks need it. */
export interface TickState {
  /** Sections of the shown chapter that are read. */
  readonly sections: ReadonlySet<string>;
  /** Paths of the chapters that are done. */
  readonly chapters: ReadonlySet<string>;
}

const TICK_CLASS = 'lectern-read-tick';
const CONTENTS = '.table-of-contents__link';
const BOOK = '.menu__link[href]';

function createTick(): HTMLElement {
  const tick = document.createElement('span');
  tick.className = TICK_CLASS;
  const sign = document.createElement('span');
  sign.setAttribute('aria-hidden', 'true');
  sign.textContent = '✓';
  const words = document.createElement('span');
  words.className = 'lectern-visually-hidden';
  words.textContent = ` (${t(LEARNING_MESSAGES.read)})`;
  tick.append(sign, words);
  return tick;
}

function setTick(link: Element, wanted: boolean): void {
  const tick = link.querySelector(`:scope > .${TICK_CLASS}`);
  if (wanted && tick === null) link.append(createTick());
  if (!wanted) tick?.remove();
}

function anchorOf(link: HTMLAnchorElement): string {
  try {
    return decodeURIComponent(link.hash.slice(1));
  } catch {
    return link.hash.slice(1);
  }
}

/** Sets the ticks of what is read, and takes away those of what isn't. */
export function drawTicks({ sections, chapters }: TickState): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(CONTENTS))
    setTick(link, sections.has(anchorOf(link)));
  for (const link of document.querySelectorAll<HTMLAnchorElement>(BOOK)) {
    setTick(link, chapters.has(normalizePagePath(link.pathname)));
  }
}
