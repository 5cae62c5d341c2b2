/** One who asks a lot works for each further answer; a reader sees a quiet line, and the answer, or why there is none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, CHAPTER, ends, lastTurn, openPanel, panelOf, send } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { keepScreenshots } from './screenshots.ts';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('proof of work', () => {
  let model: ModelServer;
  beforeAll(async () => {
    model = await startModelServer({ PROOF_AFTER_PER_MINUTE: '1' });
  });
  afterAll(() => model?.close());

  test('the second question of a minute is answered after a proof that the browser makes', async () => {
    const browser = await launchBrowser();
    const { page, faults } = await openPage(browser, model.origin);
    const challenge = Promise.withResolvers<void>();
    await page.route('**/chat/challenge', async (route) => {
      await challenge.promise;
      await route.continue();
    });
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await openPanel(page);
    await ask(page, 'Why does a late joiner miss the map?');
    const bodies: { proof?: string }[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/chat')) bodies.push(request.postDataJSON());
    });
    await send(page, 'Which quality of service does a camera need?');
    await lastTurn(page).getByText('Checking…').first().waitFor();
    challenge.resolve();
    await ends(page, 'done');
    expect(bodies.map(({ proof }) => typeof proof)).toEqual(['undefined', 'string']);
    expect(faults.exceptions).toEqual([]);
    expect(faults.foreignRequests).toEqual([]);
    await browser.close();
  });
});

/** A machine in the reader's own network: a name that is neither https nor localhost. */
const LAN_HOST = 'book.test';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('proof of work on plain http', () => {
  let model: ModelServer;
  beforeAll(async () => {
    model = await startModelServer({ PROOF_AFTER_PER_MINUTE: '1' }, LAN_HOST);
  });
  afterAll(() => model?.close());

  test('a browser that gives the page no cryptography says so, and quotes are free', async () => {
    const browser = await launchBrowser([`--host-resolver-rules=MAP ${LAN_HOST} 127.0.0.1`]);
    const { page, faults } = await openPage(browser, model.origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
    await openPanel(page);
    await ask(page, 'Why does a late joiner miss the map?');
    await send(page, 'Which quality of service does a camera need?');
    await ends(page, 'limit');
    await lastTurn(page).getByText('this page came over plain http').waitFor();
    expect(await panelOf(page).getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await keepScreenshots(page, 'proof-on-plain-http');
    await panelOf(page).getByLabel('Quotes only').check();
    await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
    await ends(page, 'quoted');
    expect(faults.exceptions).toEqual([]);
    await browser.close();
  });
});
