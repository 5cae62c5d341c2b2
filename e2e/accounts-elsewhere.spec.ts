/** A site whose server stands on another origin: bearers instead of cookies. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  signIn,
  startAccountServer,
} from './account-server.ts';
import { ask, CHAPTER, QUESTION } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { type StaticSite, startStaticSite } from './static-site.ts';

const EMAIL = 'dorothy@example.org';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('a site on another origin', () => {
  let browser: Browser;
  let server: AccountServer;
  let site: StaticSite;
  beforeAll(async () => {
    site = await startStaticSite(() => server.origin);
    [browser, server] = await Promise.all([launchBrowser(), startAccountServer({ CORS_ORIGINS: site.origin })]);
    await makeAccount(server, EMAIL, 'Dorothy');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await site?.close();
  });

  test('an anonymous reader keeps a conversation, signs in with it, and stays signed in for this tab', async () => {
    const { page, context, faults, close } = await openPage(browser, site.origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    await page.keyboard.press('Escape');
    await entryOf(page).click();
    await page.waitForURL('**/account/sign-in?from=*');
    await page.getByRole('textbox', { name: 'E-mail address' }).waitFor();
    // What needs the server's cookies is not offered.
    expect(await page.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0);
    await signIn(page, EMAIL);
    await page.getByText('Your 1 conversation came along.').waitFor();
    await page.getByRole('button', { name: 'Go on reading' }).click();
    await entryOf(page).getByText('Dorothy').waitFor();

    await openAccountPage(page, 'profile');
    await page.getByRole('group', { name: 'Programming' }).getByLabel('Beginner').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.getByRole('group', { name: 'Programming' }).getByLabel('Beginner').isChecked()).toBe(true);

    // Another tab of the same browser has no bearer, and no cookie.
    expect(await context.cookies()).toEqual([]);
    const other = await context.newPage();
    await other.goto(CHAPTER, { waitUntil: 'networkidle' });
    await entryOf(other).getByText('Sign in').waitFor();

    await entryOf(page).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await entryOf(page).getByText('Sign in').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage).join(' '))).not.toContain('lectern.session');
    expect(faults.exceptions).toEqual([]);
    expect(faults.foreignRequests.filter((url) => !url.startsWith(server.origin))).toEqual([]);
    await close();
  });
});
