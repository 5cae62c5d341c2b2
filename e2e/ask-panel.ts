/** The Ask panel as a reader's hands use it. */
import type { Locator, Page } from 'playwright-core';

/** A chapter with much to ask about. */
export const CHAPTER = '/book/module-1-ros2/nodes-topics-qos';
/** A question that it answers. */
export const QUESTION = 'Why does my subscriber receive nothing although the topic name is right?';

/** The panel. */
export const panelOf = (page: Page): Locator => page.locator('.lectern-panel');
/** The last question with its answer. */
export const lastTurn = (page: Page): Locator => panelOf(page).locator('.lectern-turn').last();

/** Opens the panel, as soon as the page's scripts have made its button. */
export async function openPanel(page: Page): Promise<void> {
  await page.locator('.lectern-launcher').click();
  await panelOf(page).locator('.lectern-composer textarea').waitFor();
}

/** Opens the panel where it is closed, and sends a question; doesn't wait for the answer. */
export async function send(page: Page, question: string): Promise<void> {
  const input = panelOf(page).locator('.lectern-composer textarea');
  if (!(await input.isVisible())) await openPanel(page);
  await input.fill(question);
  await input.press('Enter');
  await panelOf(page).locator('.lectern-turn h3', { hasText: question }).last().waitFor();
}

/** Waits until the last answer is seen as it is written. */
export const hasBegun = (page: Page): Promise<void> =>
  panelOf(page).locator('.lectern-turn:last-of-type[data-view="answering"]').waitFor();

/** Waits until the last answer is seen as one of some states. */
export async function ends(page: Page, ...views: string[]): Promise<string> {
  const selector = views.map((view) => `.lectern-turn:last-of-type[data-view="${view}"]`).join(', ');
  const turn = panelOf(page).locator(selector);
  await turn.waitFor();
  return (await turn.getAttribute('data-view')) ?? '';
}

/** Asks, and waits for the whole answer. */
export async function ask(page: Page, question: string): Promise<void> {
  await send(page, question);
  await ends(page, 'done', 'quoted', 'fallback', 'notCovered', 'stopped');
}
