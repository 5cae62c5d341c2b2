/** A server without accounts, a mail server that is down, and a development machine without one. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryOf, openAccountPage, signIn, signUp, submitOf } from './account-server.ts';
import { CHAPTER } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { bookIsBuilt, freePort, type LecternServer, startServer } from './lectern-server.ts';
import { keepScreenshots } from './screenshots.ts';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('accounts where something is missing', () => {
  let browser: Browser;
  let server: LecternServer | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const withServer = async (env: Record<string, string>, work: (running: LecternServer) => Promise<void>) => {
    server = await startServer({ env });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  };

  test('without accounts the pages say so, and the entry goes away', () =>
    withServer({ FEATURE_ACCOUNTS: 'false' }, async ({ origin }) => {
      const { page, close } = await openPage(browser, origin);
      await openAccountPage(page, 'sign-in');
      await page.getByText('This site has no accounts.').waitFor();
      await entryOf(page).waitFor({ state: 'detached' });
      await page.goto(CHAPTER, { waitUntil: 'networkidle' });
      expect(await entryOf(page).count()).toBe(0);
      // What is kept may be known without an account.
      await openAccountPage(page, 'privacy');
      await page.getByRole('heading', { name: 'What is kept, and for how long' }).waitFor();
      await close();
    }));

  test('when the mail server is down the account is made, and the page says that the mail waits', async () => {
    const port = await freePort();
    const smtp = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), SMTP_STARTTLS: 'never' };
    await withServer({ ...smtp, SMTP_FROM: 'book@server.example' }, async ({ origin }) => {
      const { page, close } = await openPage(browser, origin);
      await openAccountPage(page, 'sign-up');
      await signUp(page, { name: 'Mary', email: 'mary@example.org' });
      await page.getByRole('button', { name: 'Skip this' }).click();
      await page.getByRole('button', { name: 'Skip this' }).click();
      const waits = page.getByText('The mail server does not answer at the moment. The account is made;');
      // The server learns of it with the first mail that it can't hand over.
      await expect
        .poll(
          async () => {
            if (await waits.isVisible()) return true;
            await page.getByRole('button', { name: 'Send it again' }).click();
            return waits.isVisible();
          },
          { timeout: 20_000, interval: 500 },
        )
        .toBe(true);
      await keepScreenshots(page, 'account-mail-delayed');
      await close();
    });
  });

  test('on a developer’s machine the links of mails stand on the page: confirm, reset, delete', () =>
    withServer({}, async ({ origin }) => {
      const email = 'dev@example.org';
      const { page, close } = await openPage(browser, origin);
      await openAccountPage(page, 'sign-up');
      await signUp(page, { name: 'Dev', email });
      await page.getByRole('button', { name: 'Skip this' }).click();
      await page.getByRole('button', { name: 'Skip this' }).click();
      await page.getByRole('link', { name: 'Open the link' }).click();
      await page.getByText('Your address is confirmed.').waitFor();

      await openAccountPage(page, 'forgot');
      await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
      await submitOf(page).click();
      await page.getByRole('link', { name: 'Open the link' }).click();
      await page.getByLabel('New password').fill('nine lost larks');
      await submitOf(page).click();
      await page.getByText('Your new password is set.').waitFor();
      await signIn(page, email, 'nine lost larks');
      await entryOf(page).getByText('Dev').waitFor();

      await openAccountPage(page, 'data');
      await page.getByRole('button', { name: 'Delete everything…' }).click();
      await page.getByRole('button', { name: 'Confirm by mail instead' }).click();
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.getByText('It leads to a last question').waitFor();
      await page.getByRole('link', { name: 'Open the link' }).click();
      await page.getByText('You came by the link of our mail.').waitFor();
      expect(page.url()).not.toContain('deletion');
      await keepScreenshots(page, 'account-erase-by-mail');
      await page.getByRole('button', { name: 'Delete for good' }).click();
      await page.getByText('Everything is deleted.').waitFor();
      await entryOf(page).getByText('Sign in').waitFor();
      await close();
    }));
});
