/** Answers that a model writes, in the page: where questions go, citations, what has no support, drops, reloads, stops. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ask, CHAPTER, ends, hasBegun, lastTurn, openPanel, panelOf, send } from './ask-panel.ts';
import { chromiumPath, seriousAxeFindings } from './browser.ts';
import { useChapter, useModelServer } from './chapter-tests.ts';
import { halves } from './halved-answer.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { MODEL, PROVIDER } from './model-server.ts';

const CLEAN = { console: [], exceptions: [], foreignRequests: [] };
// Each test asks another question: an answer that was kept costs no call, and shows nothing of how it was made.
const questions = [
  'Why does a late joiner miss the map?',
  'What does a publisher with reliable QoS do?',
  'When should I use a service instead of a topic?',
  'What is a node in ROS 2?',
  'How do nodes find each other?',
  'How does a late joiner still get the map?',
  'What is transient local durability for?',
  'Which QoS settings are incompatible with each other?',
  'What does a timer in a node do?',
  'What happens when best effort meets reliable?',
];
const nextQuestion = () => questions.shift() ?? 'Why do topics have names?';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('written answers', () => {
  const site = useModelServer();
  const chapter = useChapter(() => ({ browser: site.browser, origin: site.model.origin }));
  beforeEach(() => site.model.provider.script({}));

  test('before the first question the provider is named, and “Quotes only” sends it nothing', async () => {
    const { page, faults } = chapter.open;
    const before = site.model.provider.requests.length;
    await openPanel(page);
    const notice = panelOf(page).getByRole('complementary', { name: 'Where your question goes' });
    await notice.getByText(`go to ${PROVIDER}: its model ${MODEL} writes the answers`).waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    await panelOf(page).getByLabel('Quotes only').check();
    await notice.waitFor({ state: 'detached' });
    await ask(page, questions[0] ?? '');
    expect(await lastTurn(page).getAttribute('data-view')).toBe('quoted');
    await lastTurn(page).getByText('Quoted, as you chose.').waitFor();
    expect(site.model.provider.requests.length).toBe(before);

    await page.reload({ waitUntil: 'networkidle' });
    expect(await panelOf(page).getByLabel('Quotes only').isChecked()).toBe(true);
    await panelOf(page).getByLabel('Quotes only').uncheck();
    await ask(page, nextQuestion());
    expect(site.model.provider.requests.length).toBeGreaterThan(before);
    expect(await panelOf(page).locator('.lectern-panel-footer').innerText()).toMatch(/\d+ written answers left today/);
    expect(faults).toEqual(CLEAN);
  });

  test('a link that asks waits for the reader where a provider would get the question', async () => {
    const { page } = chapter.open;
    const before = site.model.provider.requests.length;
    await page.goto(`${CHAPTER}?ask=${encodeURIComponent('What is a topic?')}`, { waitUntil: 'networkidle' });
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('.lectern-composer textarea')?.value === 'What is a topic?',
    );
    expect(await panelOf(page).locator('.lectern-turn').count()).toBe(0);
    expect(site.model.provider.requests.length).toBe(before);
  });

  test('an answer comes with citations, its writer, what has no support, and exactly what was sent', async () => {
    const { page, faults } = chapter.open;
    const before = site.model.provider.requests.length;
    await ask(page, nextQuestion());
    const turn = lastTurn(page);
    expect(await turn.getAttribute('data-view')).toBe('done');
    expect(await turn.locator('.lectern-answer .lectern-marker').count()).toBeGreaterThan(0);
    expect(await turn.innerText()).toContain(`Written by ${MODEL} at ${PROVIDER} from the passages below.`);

    const unsupported = turn.locator('.lectern-unsupported');
    expect((await unsupported.allInnerTexts()).join('')).toMatch(
      /^\s*This was discovered in 1873 by a baker in Lisbon/,
    );
    expect(await turn.innerText()).toContain('No passage supports 1 sentence of this answer');
    await turn.getByRole('button', { name: 'No passage supports this sentence' }).focus();
    await turn.locator('.lectern-unsupported-tip').waitFor({ state: 'visible' });

    await turn.getByText(/^What was sent \(\d+ passages?\)$/).click();
    const shown = await turn
      .locator('.lectern-context-text')
      .evaluateAll((texts) => texts.map((text) => text.textContent));
    const sent = JSON.stringify(site.model.provider.requests.slice(before).map(({ body }) => body));
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(sent).toContain(JSON.stringify(text).slice(1, -1));
    expect(await seriousAxeFindings(page)).toEqual([]);
    expect(faults).toEqual(CLEAN);
  });

  test('an answer without any support is taken back, and quotes stand in its place with the reason', async () => {
    const { page } = chapter.open;
    site.model.provider.script({
      answer: () => 'Penguins compile kernels on the moon [1]. Cheese was invented by robots [1].',
    });
    await ask(page, nextQuestion());
    const text = await lastTurn(page).innerText();
    expect(text).not.toContain('Penguins');
    expect(text).toContain('The written answer was taken back, because no passage supported it.');
    expect(await lastTurn(page).locator('blockquote').count()).toBeGreaterThan(0);
  });

  test('a reload in the middle of an answer goes on with it', async () => {
    const { page } = chapter.open;
    const { answer, letGo } = halves();
    site.model.provider.script({ answer });
    await send(page, nextQuestion());
    await hasBegun(page);
    await page.reload();
    await hasBegun(page);
    letGo();
    await ends(page, 'done');
    expect(await lastTurn(page).innerText()).toContain('a baker in Lisbon');
    expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
  });

  test('a network that breaks in the middle of an answer is said so, and taken up when it is back', async () => {
    const { page } = chapter.open;
    const { answer, letGo } = halves();
    site.model.provider.script({ answer });
    await send(page, nextQuestion());
    await hasBegun(page);
    site.model.network.cut();
    await lastTurn(page).getByText('The connection was lost. The answer is taken up again…').waitFor();
    letGo();
    site.model.network.mend();
    await ends(page, 'done');
    const markers = await lastTurn(page).locator('.lectern-answer').innerText();
    expect(markers.match(/a baker in Lisbon/g)).toHaveLength(1);
  });

  test('a second tab shows an answer as it is written, and closing the panel doesn’t stop it', async () => {
    const { page, context } = chapter.open;
    const { answer, letGo } = halves();
    site.model.provider.script({ answer });
    await send(page, nextQuestion());
    await hasBegun(page);
    const other = await context.newPage();
    await other.goto(CHAPTER, { waitUntil: 'networkidle' });
    await openPanel(other);
    await hasBegun(other);
    // A tab in the background draws nothing.
    await page.bringToFront();
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    letGo();
    await other.bringToFront();
    await ends(other, 'done');
    await page.bringToFront();
    await openPanel(page);
    await ends(page, 'done');
    expect(await lastTurn(page).locator('.lectern-answer').innerText()).toBe(
      await lastTurn(other).locator('.lectern-answer').innerText(),
    );
  });

  test('Stop keeps what came and reaches the provider', async () => {
    const { page } = chapter.open;
    const { answer } = halves();
    site.model.provider.script({ answer });
    const before = site.model.provider.requests.length;
    await send(page, nextQuestion());
    await hasBegun(page);
    await panelOf(page).getByRole('button', { name: 'Stop' }).click();
    await ends(page, 'stopped');
    await lastTurn(page).getByText('Stopped. What came before stays.').waitFor();
    const request = site.model.provider.requests.slice(before).at(-1);
    await request?.ended;
    expect(request?.end).toBe('client_closed');
  });

  test('a server that crashes in the middle of an answer leaves a clear notice and a way on', async () => {
    const { page } = chapter.open;
    const { answer } = halves();
    site.model.provider.script({ answer });
    await send(page, nextQuestion());
    await hasBegun(page);
    await site.model.server.crashAndRestart();
    await lastTurn(page).getByText('The server was restarted while it answered. Your question is kept.').waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    site.model.provider.script({});
    await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
    await ends(page, 'done');
    expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
  });
});
