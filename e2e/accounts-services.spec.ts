/** Signing in with another service: a real OpenID Connect provider. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  OIDC_CLIENT,
  type OidcProvider,
  startOidcProvider,
} from '../backend/src/features/auth/oidc-provider.fixture.ts';
import { looksRight } from './account-pages.ts';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  signIn,
  signOut,
  startAccountServer,
  submitOf,
  unexpected,
} from './account-server.ts';
import { CHAPTER } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { keepScreenshots } from './screenshots.ts';

/** Fills in the provider's forms: who it is, and that this site may know. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=login]').waitFor({ state: 'detached' });
  await page.locator('button[type=submit]').click();
}

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('signing in with a service', () => {
  let browser: Browser;
  let server: AccountServer;
  let provider: OidcProvider;
  beforeAll(async () => {
    browser = await launchBrowser();
    server = await startAccountServer(async (origin) => {
      provider = await startOidcProvider(`${origin}/api/auth/callback/oidc`, (login) => ({
        email: `${login}@uni.example`,
        email_verified: true,
        name: 'Emmy Noether',
      }));
      return {
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: OIDC_CLIENT.id,
        OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
        OIDC_NAME: 'University',
      };
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await provider?.close();
  });

  test('a new reader tells about themselves, and goes on where they were; known, they go on at once', async () => {
    const { page, faults, close } = await openPage(browser, server.origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await entryOf(page).click();
    const button = page.getByRole('button', { name: 'Continue with University' });
    await button.waitFor();
    await keepScreenshots(page, 'account-sign-in-service');
    expect(await seriousAxeFindings(page)).toEqual([]);
    await button.click();
    await signInThere(page, 'emmy');
    await page.getByRole('heading', { name: 'What do you bring along?' }).waitFor();
    await page.getByRole('group', { name: 'Programming' }).getByLabel('None').check();
    await submitOf(page).click();
    await page.getByRole('button', { name: 'Skip this' }).click();
    await page.waitForURL(`**${CHAPTER}`);
    await entryOf(page).getByText('Emmy Noether').waitFor();

    await openAccountPage(page, 'profile');
    await page.getByText('This account has no password.').waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByRole('group', { name: 'Programming' }).getByLabel('None').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Disconnect University' }).click();
    await page.getByText('This is the only way in').waitFor();

    await entryOf(page).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/account/sign-in?from=*');
    await page.getByRole('button', { name: 'Continue with University' }).click();
    // The provider remembers its own session: no form.
    await page.waitForURL('**/account/profile');
    await entryOf(page).getByText('Emmy Noether').waitFor();
    expect(faults.exceptions).toEqual([]);
    expect(unexpected(faults.console).filter((text) => !text.includes(provider.issuer))).toEqual([]);
    await close();
  });

  test.each(['phone', 'desktop'] as const)(
    'one is connected to an account, signs in to it, and is disconnected (%s)',
    async (viewport) => {
      const email = `marie-${viewport}@example.org`;
      await makeAccount(server, email, 'Marie');
      const { page, faults, close } = await openPage(browser, server.origin, { viewport });
      await openAccountPage(page, 'sign-in?from=%2Faccount%2Fprofile');
      await signIn(page, email);
      await page.waitForURL('**/account/profile');
      const connect = page.getByRole('button', { name: 'Connect University' });
      await connect.waitFor();
      await connect.scrollIntoViewIfNeeded();
      await looksRight(page, 'service-to-connect');
      await connect.click();
      await signInThere(page, `curie-${viewport}`);
      await page.waitForURL('**/account/profile');
      await page.getByText('Connected', { exact: true }).waitFor();
      // The account stays the reader's own: neither name nor address come from there.
      await entryOf(page).getByText('Marie').waitFor({ state: 'attached' });
      await page.getByText(email).waitFor();
      await page.getByText('Connected', { exact: true }).scrollIntoViewIfNeeded();
      await looksRight(page, 'service-connected');

      await signOut(page);
      await page.getByRole('button', { name: 'Continue with University' }).click();
      await page.waitForURL('**/account/profile');
      await page.getByText(email).waitFor();
      await page.getByRole('button', { name: 'Disconnect University' }).click();
      await connect.waitFor();
      await looksRight(page, 'service-disconnected');

      // What it opens now is no longer this account.
      await signOut(page);
      await page.getByRole('button', { name: 'Continue with University' }).click();
      await page.getByRole('heading', { name: 'What do you bring along?' }).waitFor();
      await openAccountPage(page, 'profile');
      await page.getByText(`curie-${viewport}@uni.example`).waitFor();
      await signOut(page);
      await signIn(page, email);
      await page.waitForURL('**/account/profile');
      await page.getByText(email).waitFor();
      await connect.waitFor();
      expect(faults.exceptions).toEqual([]);
      expect(unexpected(faults.console).filter((text) => !text.includes(provider.issuer))).toEqual([]);
      await close();
    },
    180_000,
  );

  test('who turns back at the service is told so, and can try again', async () => {
    const { page, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sign-in');
    await page.getByRole('button', { name: 'Continue with University' }).click();
    await page.locator('input[name=login]').waitFor();
    await page.locator('a[href*="abort"]').click();
    await page.waitForURL('**/account/sign-in*');
    await page.getByRole('alert').getByText('did not work out').waitFor();
    await page.getByRole('button', { name: 'Continue with University' }).waitFor();
    await close();
  });
});
