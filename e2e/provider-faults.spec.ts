/** Every fault of a provider ends in an answer or a clear notice, never in a wait without an end. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_NAMES, faultNamed } from '../backend/test/openai-server/openai-faults.ts';
import { PROVIDER_TEXT } from '../backend/test/openai-server/stream-writer.ts';
import { ask, CHAPTER, lastTurn, panelOf } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings, type WatchedPage } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { type ModelServer, startModelServer } from './model-server.ts';

// Wrong numbers of tokens are the ledger's matter: the reader sees the answer.
const FAULTS = FAULT_NAMES.filter((name) => !name.startsWith('usage-'));
const PATIENCE = {
  LLM_TIMEOUT_HEADERS_SECONDS: '1',
  LLM_TIMEOUT_FIRST_TOKEN_SECONDS: '1',
  LLM_TIMEOUT_STALL_SECONDS: '1',
};

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('a provider that fails', () => {
  let browser: Browser;
  let model: ModelServer;
  let open: WatchedPage;
  beforeAll(async () => {
    [browser, model] = await Promise.all([launchBrowser(), startModelServer(PATIENCE)]);
    open = await openPage(browser, model.origin);
    await open.page.goto(CHAPTER, { waitUntil: 'networkidle' });
  });
  afterAll(async () => {
    await open?.close();
    await browser?.close();
    await model?.close();
  });

  /** Asks in a conversation of its own: no history, so that the first call to the provider is the answer's. */
  async function askAlone(question: string): Promise<string> {
    const { page } = open;
    const restart = panelOf(page).getByRole('button', { name: 'New conversation' });
    if (await restart.isVisible()) await restart.click();
    await ask(page, question);
    return lastTurn(page).innerText();
  }

  test.each(FAULTS)('%s: quotes in place of the written answer, with the reason', async (name) => {
    // A good answer first: after some failures in a row the provider would not be asked any more.
    model.provider.script({});
    expect(await askAlone(`Why does a late joiner miss the map? (before ${name})`)).toContain('Written by');
    const asked = model.provider.requests.length;
    model.provider.script({ fault: () => faultNamed(name) });
    const text = await askAlone(`Why does a late joiner miss the map? (${name})`);
    expect(model.provider.requests.length).toBeGreaterThan(asked);
    expect(text).toMatch(/Quoted today: the service|broke off, so the book is quoted|taken back, because/);
    expect(text).not.toContain(PROVIDER_TEXT);
    expect(await lastTurn(open.page).locator('blockquote').count()).toBeGreaterThan(0);
    expect(await panelOf(open.page).getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });

  test('the page is clean after all of them', async () => {
    expect(await seriousAxeFindings(open.page)).toEqual([]);
    expect(open.faults).toEqual({ console: [], exceptions: [], foreignRequests: [] });
  });
});
