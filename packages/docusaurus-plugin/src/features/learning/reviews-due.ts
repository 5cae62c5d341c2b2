/** The number of questions that are due, for a quiet word in the navigation: asked for seldom, kept for the tab. */
import { createExternalStore } from '../../client/external-store.ts';
import { learningClient } from './learning-client.ts';
import { siteProgress } from './learning-site.ts';

const STORAGE_KEY = 'lectern.reviewsDue';
/** How long a count is believed, ms. */
const FRESH_MS = 10 * 60_000;

/** The number of questions that are due; null while it isn't known. */
export const dueStore = createExternalStore<{ readonly due: number | null }>({ due: null });

function readKept(): { due: number; at: number } | null {
  try {
    const [due, at] = (window.sessionStorage.getItem(STORAGE_KEY) ?? '').split(' ').map(Number);
    return Number.isInteger(due) && Number.isFinite(at) ? { due: due ?? 0, at: at ?? 0 } : null;
  } catch {
    return null; // storage may be forbidden
  }
}

/** Keeps a count that was just learned. */
export function keepDueCount(due: number): void {
  dueStore.set({ due });
  try {
    window.sessionStorage.setItem(STORAGE_KEY, `${due} ${Date.now()}`);
  } catch {
    // the next page asks again
  }
}

/** Finds out the count anew: something was missed. Never rejects. */
export async function renewDueCount(): Promise<void> {
  try {
    window.sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // then there is no count to forget
  }
  await refreshDueCount();
}

/** Finds out the count, at most every ten minutes, for readers of whom the server keeps something. Never rejects. */
export async function refreshDueCount(): Promise<void> {
  const kept = readKept();
  if (kept !== null && Date.now() - kept.at < FRESH_MS) {
    dueStore.set({ due: kept.due });
    return;
  }
  if (!siteProgress().store.getSnapshot().shared) return;
  try {
    const { reviews } = await learningClient().overview();
    keepDueCount(reviews.due);
  } catch {
    // a count is not worth a word about the network
  }
}

/** Shows the count at the links to the reader's page. */
export function drawDueCount(href: string, label: (count: number) => string): void {
  const { due } = dueStore.getSnapshot();
  for (const link of document.querySelectorAll(
    `.navbar a[href="${CSS.escape(href)}"], .navbar-sidebar a[href="${CSS.escape(href)}"]`,
  )) {
    const before = link.querySelector(':scope > .lectern-due');
    if (due === null || due === 0) {
      before?.remove();
      continue;
    }
    const text = String(due);
    if (before?.firstChild?.textContent === text) continue;
    before?.remove();
    const count = document.createElement('span');
    count.className = 'lectern-due';
    const number = document.createElement('span');
    number.setAttribute('aria-hidden', 'true');
    number.textContent = text;
    const words = document.createElement('span');
    words.className = 'lectern-visually-hidden';
    words.textContent = ` (${label(due)})`;
    count.append(number, words);
    link.append(count);
  }
}
