/** A reader's whole way with an account: sign up, confirm, sign in, change, take along, delete. On a phone and at a desk. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksRight } from './account-pages.ts';
import {
  type AccountServer,
  entryOf,
  openAccountPage,
  PASSWORD,
  signIn,
  signUp,
  startAccountServer,
  submitOf,
  unexpected,
} from './account-server.ts';
import { ask, CHAPTER, QUESTION } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, VIEWPORTS } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';

const NEW_PASSWORD = 'eight dry storks';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('an account', () => {
  let browser: Browser;
  let server: AccountServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startAccountServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[])(
    'from the first question to the deletion (%s)',
    async (viewport) => {
      const email = `ada-${viewport}@example.org`;
      const { page, faults, close } = await openPage(browser, server.origin, { viewport });

      // Asks without an account, then makes one.
      await page.goto(CHAPTER, { waitUntil: 'networkidle' });
      await ask(page, QUESTION);
      await page.keyboard.press('Escape');
      await entryOf(page).click();
      await page.waitForURL('**/account/sign-in?from=*');
      await looksRight(page, 'sign-in');
      await page.getByRole('link', { name: 'Make one' }).click();
      await page.waitForURL('**/account/sign-up?from=*');
      await looksRight(page, 'sign-up');
      await signUp(page, { name: 'Ada Lovelace', email });

      // The background, in two steps.
      await page.getByRole('heading', { name: 'What do you bring along?' }).waitFor();
      await page.getByRole('group', { name: 'Programming' }).getByLabel('Intermediate').check();
      await page.getByRole('group', { name: 'Robots and AI' }).getByLabel('Beginner').check();
      await looksRight(page, 'sign-up-skills');
      await submitOf(page).click();
      await page.getByRole('heading', { name: 'What do you have, and what do you want?' }).waitFor();
      await page.getByLabel('A computer with an RTX GPU').check();
      await page.getByLabel('Python').check();
      await page.getByLabel('C++').check();
      await page.getByLabel('Language you like to read in').selectOption('en');
      await page.getByLabel('What you want to reach').fill('Build a walking robot');
      await looksRight(page, 'sign-up-means');
      await submitOf(page).click();
      await page.getByRole('heading', { name: 'We sent a link to' }).getByText(email).waitFor();
      await looksRight(page, 'sign-up-sent');

      // Confirms by the mail, and signs in: what was asked before comes along.
      await page.goto(await server.linkTo(email, /confirm/i), { waitUntil: 'networkidle' });
      await page.waitForURL('**/account/verify?*');
      await page.getByText('Your address is confirmed. Sign in to begin.').waitFor();
      await looksRight(page, 'verify');
      await signIn(page, email);
      await page.getByText('Your 1 conversation came along.').waitFor();
      await looksRight(page, 'welcome');
      await page.getByRole('button', { name: 'Go on reading' }).click();
      await page.waitForURL(`**${CHAPTER}`);
      await entryOf(page).getByText('Ada Lovelace').waitFor({ state: 'attached' });

      // The profile has what was told, and can be changed.
      await entryOf(page).click();
      await page.locator('.lectern-account-menu').getByRole('link', { name: 'Profile' }).click();
      await page.waitForURL('**/account/profile');
      const programming = page.getByRole('group', { name: 'Programming' });
      expect(await programming.getByLabel('Intermediate').isChecked()).toBe(true);
      expect(await page.getByLabel('What you want to reach').inputValue()).toBe('Build a walking robot');
      expect(await page.getByLabel('Language you like to read in').inputValue()).toBe('en');
      await programming.getByLabel('Advanced').check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.').waitFor();
      await looksRight(page, 'profile');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('آدا');
      await page.getByRole('button', { name: 'Change the name' }).click();
      await page.getByText('Your name is changed.').waitFor();
      await entryOf(page).getByText('آدا').waitFor({ state: 'attached' });
      await page.reload({ waitUntil: 'networkidle' });
      expect(await programming.getByLabel('Advanced').isChecked()).toBe(true);

      // A second browser signs in, and is sent away from here.
      const other = await openPage(browser, server.origin);
      await openAccountPage(other.page, 'sessions');
      await other.page.waitForURL('**/account/sign-in?from=*');
      await signIn(other.page, email);
      await other.page.waitForURL('**/account/sessions');
      await other.page.getByText('This session').waitFor();
      await openAccountPage(page, 'sessions');
      await looksRight(page, 'sessions');
      await page.getByRole('button', { name: /End the session: Chrome/ }).click();
      await page.getByText('The session has ended.').waitFor();
      await page.getByText('You are signed in nowhere else.').waitFor();
      await other.page.reload({ waitUntil: 'networkidle' });
      await other.page.waitForURL('**/account/sign-in?from=*');
      await other.close();

      // Signs out, and sets a new password by mail.
      await entryOf(page).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL('**/account/sign-in?from=*');
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.waitForURL('**/account/forgot?from=*');
      await looksRight(page, 'forgot');
      await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
      await submitOf(page).click();
      await page.getByRole('status').getByText('has an account, a link is on its way.').waitFor();
      await page.goto(await server.linkTo(email, /new password/i), { waitUntil: 'networkidle' });
      await page.waitForURL('**/account/reset*');
      await page.getByLabel('New password').waitFor();
      expect(page.url()).not.toContain('token');
      await looksRight(page, 'reset');
      await page.getByLabel('New password').fill(NEW_PASSWORD);
      await submitOf(page).click();
      await page.getByText('Your new password is set. Sign in with it.').waitFor();
      await signIn(page, email, NEW_PASSWORD);
      await entryOf(page).getByText('آدا').waitFor({ state: 'attached' });

      // Takes everything along, reads what is kept, and deletes it.
      await openAccountPage(page, 'privacy');
      await page.getByRole('heading', { name: 'Who else gets something' }).waitFor();
      await looksRight(page, 'privacy');
      await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'Your data' }).click();
      await page.waitForURL('**/account/data');
      await looksRight(page, 'data');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download everything' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^lectern-export-\d{4}-\d{2}-\d{2}\.json$/);
      const exported = await readFile(await download.path(), 'utf8');
      expect(JSON.parse(exported)).toMatchObject({ exportVersion: 1, identity: { kind: 'account' }, complete: true });
      for (const kept of [email, QUESTION, 'Build a walking robot']) expect(exported).toContain(kept);
      await page.getByRole('button', { name: 'Delete everything…' }).click();
      await looksRight(page, 'data-erase');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await submitOf(page).click();
      await page.locator('.lectern-field-error').getByText('That is not your password.').waitFor();
      await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
      await submitOf(page).click();
      await page.getByText('Everything is deleted.').waitFor();
      await entryOf(page).getByText('Sign in').waitFor({ state: 'attached' });
      await openAccountPage(page, 'sign-in');
      await signIn(page, email, NEW_PASSWORD);
      await page.getByRole('alert').getByText('don’t fit together').waitFor();

      expect(unexpected(faults.console)).toEqual([]);
      expect(faults.exceptions).toEqual([]);
      expect(faults.foreignRequests).toEqual([]);
      await close();
    },
    180_000,
  );
});
