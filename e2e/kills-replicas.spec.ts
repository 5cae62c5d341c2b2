/**
 * What a reader sees when the replica that writes the answer, or Redis, dies in the middle of it. In the run with
 * services (LECTERN_TEST_DATABASE_URL, LECTERN_TEST_REDIS_URL).
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, CHAPTER, ends, hasBegun, lastTurn, panelOf, send } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings, type WatchedPage } from './browser.ts';
import { halves, LAST_WORDS } from './halved-answer.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { type Replicas, replicasMissing, startReplicas } from './replicas.ts';
import { keepScreenshots } from './screenshots.ts';

/** The lease of a replica is 10 s; then the page is told. */
const WITHIN_THE_LEASE = { timeout: 30_000 };
const START_MS = 240_000;

if (replicasMissing !== undefined) console.log(`The browser test of replicas is skipped: ${replicasMissing}`);

describe.skipIf(chromiumPath === undefined || !bookIsBuilt() || replicasMissing !== undefined)(
  'two replicas',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let replicas: Replicas;
    let open: WatchedPage;
    beforeAll(async () => {
      [browser, replicas] = await Promise.all([launchBrowser(), startReplicas()]);
    }, START_MS);
    afterAll(async () => {
      await browser?.close();
      await replicas?.close();
    });
    beforeEach(async () => {
      open = await openPage(browser, replicas.origin);
      await open.page.goto(CHAPTER, { waitUntil: 'networkidle' });
    });
    afterEach(() => open.close());

    /** Brings the page into the middle of an answer that the first replica writes. */
    async function askHalf(question: string) {
      const { answer, letGo } = halves();
      replicas.provider.script({ answer });
      await send(open.page, question);
      await hasBegun(open.page);
      return letGo;
    }

    test('Redis dies in the middle: the answer goes on, and questions are answered while it is away', async () => {
      const { page } = open;
      const letGo = await askHalf('Why does a late joiner miss the map?');
      await replicas.killRedis();
      await keepScreenshots(page, 'redis-away-answering');
      letGo();
      await ends(page, 'done');
      const answer = lastTurn(page).locator('.lectern-answer');
      expect((await answer.innerText()).split(LAST_WORDS)).toHaveLength(2);
      replicas.provider.script({});
      await ask(page, 'What is a node in ROS 2?');
      expect(await lastTurn(page).getAttribute('data-view')).toBe('done');
      await page.reload({ waitUntil: 'networkidle' });
      expect(await panelOf(page).locator('.lectern-turn').count()).toBe(2);
      await keepScreenshots(page, 'redis-away-whole');
      await replicas.restartRedis();
    });

    test('Redis dies and the connection comes to the other replica: taken up there as soon as Redis is back', async () => {
      const { page } = open;
      const letGo = await askHalf('How do nodes find each other?');
      await replicas.killRedis();
      replicas.network.cut();
      await lastTurn(page).getByText('The connection was lost. The answer is taken up again…').waitFor();
      replicas.network.leadTo(replicas.second.port);
      replicas.network.mend();
      const refused = await page.waitForResponse((response) => response.url().includes('/chat/streams/'));
      expect(refused.status()).toBe(503);
      await keepScreenshots(page, 'redis-away-other-replica');
      await replicas.restartRedis();
      letGo();
      await ends(page, 'done');
      const text = await lastTurn(page).locator('.lectern-answer').innerText();
      expect(text.split(LAST_WORDS)).toHaveLength(2);
      replicas.network.leadTo(replicas.first.port, replicas.second.port);
    });

    test('the replica that writes is killed: said within its lease, and the other one answers the same question', async () => {
      const { page } = open;
      await askHalf('When should I use a service instead of a topic?');
      await replicas.first.kill();
      await lastTurn(page).getByText('The connection was lost. The answer is taken up again…').waitFor();
      await keepScreenshots(page, 'replica-killed-taking-up');
      const notice = lastTurn(page).getByText('The server was restarted while it answered. Your question is kept.');
      await notice.waitFor(WITHIN_THE_LEASE);
      expect(await panelOf(page).getByRole('button', { name: 'Stop' }).count()).toBe(0);
      expect(await lastTurn(page).locator('h3').first().innerText()).toContain('When should I use a service');
      expect(await seriousAxeFindings(page)).toEqual([]);
      await keepScreenshots(page, 'replica-killed-notice');
      replicas.provider.script({});
      await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
      await ends(page, 'done');
      expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
      expect(await lastTurn(page).innerText()).toContain(LAST_WORDS);
      await keepScreenshots(page, 'replica-killed-asked-again');
    });
  },
);
