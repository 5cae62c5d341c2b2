/** Changing how one signs in: address, password, sessions. On a phone and at a desk. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksRight } from './account-pages.ts';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  PASSWORD,
  signIn,
  signOut,
  startAccountServer,
  unexpected,
} from './account-server.ts';
import { chromiumPath, launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';

const NEW_PASSWORD = 'nine shy plovers';
/** Long enough, no rule is against it, and among the most used. */
const LEAKED_PASSWORD = 'Newfoundland';
const SIZES = ['phone', 'desktop'] as const;

const newPasswordOf = (page: Page) => page.getByLabel('New password');
const faultsOf = (page: Page) => page.locator('.lectern-field-error');

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('the profile', { timeout: 180_000 }, () => {
  let browser: Browser;
  let server: AccountServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startAccountServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** A browser of its own on an account page, signed in. */
  async function signedIn(
    email: string,
    page: string,
    options: Parameters<typeof openPage>[2] = {},
  ): Promise<WatchedPage> {
    const open = await openPage(browser, server.origin, options);
    await openAccountPage(open.page, `sign-in?from=%2Faccount%2F${page}`);
    await signIn(open.page, email);
    await open.page.waitForURL(`**/account/${page}`);
    return open;
  }

  async function isRefused(email: string, password: string): Promise<void> {
    const { page, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sign-in');
    await signIn(page, email, password);
    await page.getByRole('alert').getByText('don’t fit together').waitFor();
    await close();
  }

  test.each(SIZES)('another address counts once both of them have agreed (%s)', async (viewport) => {
    const former = `rosalind-${viewport}@example.org`;
    const next = `franklin-${viewport}@example.org`;
    await makeAccount(server, former, 'Rosalind');
    const { page, faults, close } = await signedIn(former, 'profile', { viewport });
    const form = page.getByRole('form', { name: 'E-mail address' });
    await form.getByText(former).waitFor();

    await form.getByLabel('New e-mail address').fill(former.toUpperCase());
    await form.getByRole('button', { name: 'Change the address' }).click();
    await faultsOf(page).waitFor();
    await looksRight(page, 'email-same');
    await form.getByLabel('New e-mail address').fill(next);
    await form.getByRole('button', { name: 'Change the address' }).click();
    await form.locator('[role=status], .lectern-account-notice').first().waitFor();
    await faultsOf(page).waitFor({ state: 'detached' });
    await looksRight(page, 'email-asked');

    await page.goto(await server.linkTo(former, /agree/i), { waitUntil: 'networkidle' });
    await page.getByText('a second one is now on its way to the new one').waitFor();
    await looksRight(page, 'email-agreed');
    await openAccountPage(page, 'profile');
    await form.getByText(former).waitFor();
    await page.goto(await server.linkTo(next, /confirm/i), { waitUntil: 'networkidle' });
    await openAccountPage(page, 'profile');
    await form.getByText(next).waitFor();
    await expect
      .poll(() =>
        server.mails.arrived.some(({ to, parsed }) => to.includes(former) && /new address/.test(`${parsed.subject}`)),
      )
      .toBe(true);

    await isRefused(former, PASSWORD);
    await signOut(page);
    await signIn(page, next);
    await entryOf(page).getByText('Rosalind').waitFor({ state: 'attached' });
    expect(unexpected(faults.console)).toEqual([]);
    expect(faults.exceptions).toEqual([]);
    await close();
  });

  test.each(SIZES)('another password ends the other sessions, and the former opens nothing (%s)', async (viewport) => {
    const email = `lise-${viewport}@example.org`;
    await makeAccount(server, email, 'Lise');
    const elsewhere = await signedIn(email, 'sessions');
    const { page, faults, close } = await signedIn(email, 'profile', { viewport });
    const change = page.getByRole('button', { name: 'Change the password' });

    await page.getByLabel('Present password').fill('not the password');
    await newPasswordOf(page).fill(NEW_PASSWORD);
    await change.click();
    await faultsOf(page).getByText('That is not your password.').waitFor();
    await page.getByLabel('Present password').fill(PASSWORD);
    await newPasswordOf(page).fill(LEAKED_PASSWORD);
    await change.click();
    await faultsOf(page).getByText('Too easy to guess').waitFor();
    expect(await newPasswordOf(page).getAttribute('aria-invalid')).toBe('true');
    await looksRight(page, 'password-leaked');
    await newPasswordOf(page).fill(NEW_PASSWORD);
    await change.click();
    await page.getByText('Your password is changed. All other sessions have ended.').waitFor();
    await looksRight(page, 'password-changed');

    await elsewhere.page.reload({ waitUntil: 'networkidle' });
    await elsewhere.page.waitForURL('**/account/sign-in?from=*');
    await elsewhere.close();
    await page.reload({ waitUntil: 'networkidle' });
    await entryOf(page).getByText('Lise').waitFor({ state: 'attached' });
    await isRefused(email, PASSWORD);
    await signOut(page);
    await signIn(page, email, NEW_PASSWORD);
    await entryOf(page).getByText('Lise').waitFor({ state: 'attached' });
    expect(unexpected(faults.console)).toEqual([]);
    expect(faults.exceptions).toEqual([]);
    await close();
  });

  test.each(SIZES)('all other sessions end at once, this one stays (%s)', async (viewport) => {
    const email = `chien-${viewport}@example.org`;
    await makeAccount(server, email, 'Chien');
    const others = [await signedIn(email, 'profile'), await signedIn(email, 'sessions')];
    const { page, faults, close } = await signedIn(email, 'sessions', { viewport });
    await page.getByText('This session').waitFor();
    expect(await page.getByRole('button', { name: /End the session: Chrome/ }).count()).toBe(2);
    await looksRight(page, 'sessions-three');
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await page.getByText('The sessions have ended.').waitFor();
    await page.getByText('You are signed in nowhere else.').waitFor();
    await looksRight(page, 'sessions-alone');
    for (const other of others) {
      await other.page.reload({ waitUntil: 'networkidle' });
      await other.page.waitForURL('**/account/sign-in?from=*');
      await other.close();
    }
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByText('This session').waitFor();
    expect(unexpected(faults.console)).toEqual([]);
    expect(faults.exceptions).toEqual([]);
    await close();
  });

  test.each(SIZES)('the privacy page names what this browser keeps (%s)', async (viewport) => {
    const email = `emilie-${viewport}@example.org`;
    await makeAccount(server, email, 'Émilie');
    const { page, close } = await signedIn(email, 'privacy', { viewport });
    await page.getByRole('heading', { name: 'What this browser keeps' }).waitFor();
    const named = await page.locator('.lectern-account-keys code').allInnerTexts();
    const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    expect(kept).toContain('lectern.account');
    const isNamed = (key: string) =>
      named.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name));
    expect(kept.filter((key) => !isNamed(key))).toEqual([]);
    await looksRight(page, 'privacy-storage');
    await page.getByRole('heading', { name: 'What this browser keeps' }).scrollIntoViewIfNeeded();
    await looksRight(page, 'privacy-storage-list');
    await close();
  });

  test('a link to change the address that was used already says so', async () => {
    const email = 'ida@example.org';
    await makeAccount(server, email, 'Ida');
    const { page, close } = await signedIn(email, 'profile');
    await page.getByLabel('New e-mail address').fill('noddack@example.org');
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.goto(await server.linkTo(email, /agree/i), { waitUntil: 'networkidle' });
    const link = await server.linkTo('noddack@example.org', /confirm/i);
    await page.goto(link, { waitUntil: 'networkidle' });
    await page.goto(link, { waitUntil: 'networkidle' });
    await page.waitForURL('**/account/verify?*');
    await openAccountPage(page, 'profile');
    await page.getByText('noddack@example.org').waitFor();
    await close();
  });
});
