/** Forms of the account pages when something is wrong, and who is sent where. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  PASSWORD,
  signIn,
  signUp,
  startAccountServer,
  submitOf,
  unexpected,
} from './account-server.ts';
import { CHAPTER } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { keepScreenshots } from './screenshots.ts';

const EMAIL = 'grace@example.org';

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('the account pages', () => {
  let browser: Browser;
  let server: AccountServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      startAccountServer({ PROOF_AFTER_SIGN_UPS_PER_HOUR: '3', PROOF_DIFFICULTY: '1000' }),
    ]);
    await makeAccount(server, EMAIL, 'Grace');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('readers who never signed in cause no request about accounts', async () => {
    const { page, close } = await openPage(browser, server.origin);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await entryOf(page).getByText('Sign in').waitFor();
    await page.locator('.menu__link', { hasText: 'ROS 2 architecture' }).first().click();
    await page.waitForURL('**/ros2-architecture');
    await page.waitForLoadState('networkidle');
    expect(asked.filter((path) => /^\/api\/(auth|v1\/me$)/.test(path))).toEqual([]);
    // Nor do they load the pages' code.
    expect(asked.filter((path) => /account/.test(path))).toEqual([]);
    await close();
  });

  test('what is wrong stands beside its field, the summary has the focus, and nothing is lost', async () => {
    const { page, close } = await openPage(browser, server.origin, { viewport: 'phone' });
    await openAccountPage(page, 'sign-up');
    await signUp(page, { name: 'Grace Hopper', email: 'grace', password: 'short' });
    const summary = page.locator('.lectern-form-summary');
    await summary.waitFor();
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    const email = page.getByRole('textbox', { name: 'E-mail address' });
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    const described = (await email.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${described}"]`).innerText()).toBe('Enter an address like ada@example.org.');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Grace Hopper');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('short');
    await keepScreenshots(page, 'account-sign-up-faults');
    expect(await seriousAxeFindings(page)).toEqual([]);
    await summary.getByRole('link').first().press('Enter');
    expect(await email.evaluate((element) => element === document.activeElement)).toBe(true);

    // The server's own faults stand in the same place.
    await email.fill('grace.hopper@example.org');
    await page.getByLabel('Password', { exact: true }).fill('password1234');
    await submitOf(page).click();
    await page.locator('.lectern-field-error').getByText('Too easy to guess').waitFor();
    await close();
  });

  test('the whole form works by keyboard, and fields say what they are for', async () => {
    const { page, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sign-up');
    const autocomplete = (field: string) => page.locator(`input[name=${field}]`).getAttribute('autocomplete');
    expect(await autocomplete('name')).toBe('name');
    expect(await autocomplete('email')).toBe('email');
    expect(await autocomplete('password')).toBe('new-password');
    await page.getByLabel('Password', { exact: true }).fill('twelve chars');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');

    await openAccountPage(page, 'sign-in');
    expect(await autocomplete('email')).toBe('email webauthn');
    expect(await autocomplete('password')).toBe('current-password');
    await page.getByRole('textbox', { name: 'E-mail address' }).focus();
    await page.keyboard.type(EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await entryOf(page).getByText('Grace').waitFor();
    await page.waitForURL(`${server.origin}/`);

    // The menu opens by keyboard too, and Escape gives the focus back.
    await entryOf(page).focus();
    await page.keyboard.press('Enter');
    await page.locator('.lectern-account-menu').waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.lectern-account-menu').waitFor({ state: 'detached' });
    expect(await entryOf(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await close();
  });

  test('an unknown address and a wrong password get the same words', async () => {
    const { page, close } = await openPage(browser, server.origin);
    const said: string[] = [];
    for (const [email, password] of [
      ['nobody@example.org', PASSWORD],
      [EMAIL, 'not the password'],
    ] as const) {
      await openAccountPage(page, 'sign-in');
      await signIn(page, email, password);
      await page.locator('.lectern-form-summary').waitFor();
      said.push(await page.locator('.lectern-form-summary').innerText());
      expect(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(email);
    }
    expect(said[0]).toBe(said[1]);
    await close();
  });

  test('an address that is not confirmed gets its mail again at the sign-in', async () => {
    const email = 'waiting@example.org';
    const { page, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sign-up');
    await signUp(page, { name: 'Joan', email });
    await page.getByRole('button', { name: 'Skip this' }).click();
    await page.getByRole('button', { name: 'Skip this' }).click();
    await page.getByRole('heading', { name: 'We sent a link to' }).getByText(email).waitFor();
    await server.linkTo(email, /confirm/i);
    const before = server.mails.arrived.length;
    await openAccountPage(page, 'sign-in');
    await signIn(page, email);
    await page.getByRole('alert').getByText('isn’t confirmed yet').waitFor();
    await expect.poll(() => server.mails.arrived.length, { timeout: 20_000 }).toBe(before + 1);
    await close();
  });

  test('links that have ended say so', async () => {
    const { page, faults, close } = await openPage(browser, server.origin);
    await page.goto(`/api/auth/verify-email?token=forged&callbackURL=${encodeURIComponent('/account/verify?done=1')}`, {
      waitUntil: 'networkidle',
    });
    await page.waitForURL('**/account/verify*');
    await page.getByText('This link has ended, or was used already. Try to sign in').waitFor();
    await openAccountPage(page, 'reset?token=forged');
    await page.getByLabel('New password').fill('a wholly new one');
    await submitOf(page).click();
    await page.getByRole('alert').getByText('This link has ended').waitFor();
    expect(await page.getByLabel('New password').inputValue()).toBe('a wholly new one');
    await openAccountPage(page, 'reset');
    await page.getByRole('link', { name: 'Ask for a new link' }).waitFor();
    expect(unexpected(faults.console)).toEqual([]);
    await close();
  });

  test('pages of an account send back where one came from, and nowhere else', async () => {
    const { page, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sessions');
    await page.waitForURL('**/account/sign-in?from=%2Faccount%2Fsessions');
    await signIn(page, EMAIL);
    await page.waitForURL('**/account/sessions');
    for (const from of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      await page.goto(`/account/sign-in?from=${encodeURIComponent(from)}`);
      await page.waitForURL(`${server.origin}/`);
    }
    await close();
  });

  test('another tab follows', async () => {
    const { page, context, close } = await openPage(browser, server.origin);
    await openAccountPage(page, 'sign-in');
    const other = await context.newPage();
    await other.goto(CHAPTER, { waitUntil: 'networkidle' });
    await entryOf(other).getByText('Sign in').waitFor();
    await signIn(page, EMAIL);
    await entryOf(other).getByText('Grace').waitFor();
    await entryOf(other).click();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await entryOf(page).getByText('Sign in').waitFor();
    await close();
  });

  test('where many sign up the browser works for it, and the reader waits a moment', async () => {
    const { page, close } = await openPage(browser, server.origin);
    const bodies: { proof?: string }[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/auth/sign-up/email')) bodies.push(request.postDataJSON());
    });
    // Three are free; how many the tests before have made does not matter.
    for (let index = 0; index < 4 && !bodies.some(({ proof }) => proof !== undefined); index += 1) {
      await openAccountPage(page, 'sign-up');
      await signUp(page, { name: 'Mass', email: `mass-${index}@example.org` });
      await page.getByRole('heading', { name: 'What do you bring along?' }).waitFor();
    }
    expect(bodies.at(-1)?.proof).toMatch(/^\w+/);
    await close();
  });
});
