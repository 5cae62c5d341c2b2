/** Passkeys with the browser's own virtual authenticator. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksRight } from './account-pages.ts';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  signIn,
  signOut,
  startAccountServer,
  unexpected,
} from './account-server.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { keepScreenshots } from './screenshots.ts';

const EMAIL = 'katherine@example.org';

/** A device whose lock says yes. @see https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/ */
async function plugIn(page: Page): Promise<{ session: CDPSession; authenticatorId: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

/** Adds a passkey on the profile page. */
async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name of the passkey').fill(name);
  await page.getByRole('form', { name: 'Add a passkey' }).getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The passkey is added.').waitFor();
  await page.getByText(name, { exact: true }).waitFor();
}

/** Runs in the page: notes how the site asks the browser for a passkey. */
function noteMediation(): void {
  const credentials = Object.getPrototypeOf(navigator.credentials);
  const { get } = credentials;
  credentials.get = function (options?: CredentialRequestOptions) {
    document.documentElement.dataset['passkeyAsked'] = options?.mediation ?? 'modal';
    return get.call(this, options);
  };
}

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('passkeys', () => {
  let browser: Browser;
  let server: AccountServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startAccountServer()]);
    await makeAccount(server, EMAIL, 'Katherine');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('one is added, named anew, signs in, and is removed', async () => {
    const { page, faults, close } = await openPage(browser, server.origin);
    const { session, authenticatorId } = await plugIn(page);
    await openAccountPage(page, 'sign-in?from=%2Faccount%2Fprofile');
    await signIn(page, EMAIL);
    await page.waitForURL('**/account/profile');
    await addPasskey(page, 'Desk');
    const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toHaveLength(1);
    await keepScreenshots(page, 'account-passkeys');
    expect(await seriousAxeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Rename “Desk”' }).click();
    await page.getByLabel('Name of the passkey').fill('Laptop at home');
    await page.getByRole('form', { name: 'Rename “Desk”' }).getByRole('button', { name: 'Rename' }).click();
    await page.getByText('Laptop at home', { exact: true }).waitFor();

    await signOut(page);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL('**/account/profile');
    await entryOf(page).getByText('Katherine').waitFor();

    await page.getByRole('button', { name: 'Remove “Laptop at home”' }).click();
    await page.getByText('Laptop at home', { exact: true }).waitFor({ state: 'detached' });
    expect(unexpected(faults.console)).toEqual([]);
    expect(faults.exceptions).toEqual([]);
    await close();
  });

  test('a passkey that the account no longer has opens nothing', async () => {
    const { page, close } = await openPage(browser, server.origin);
    await plugIn(page);
    await openAccountPage(page, 'sign-in?from=%2Faccount%2Fprofile');
    await signIn(page, EMAIL);
    await page.waitForURL('**/account/profile');
    await addPasskey(page, 'Lost');
    await page.getByRole('button', { name: 'Remove “Lost”' }).click();
    await page.getByText('Lost', { exact: true }).waitFor({ state: 'detached' });
    await signOut(page);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('alert').getByText('This passkey opens no account here.').waitFor();
    expect(await entryOf(page).innerText()).toBe('Sign in');
    await close();
  });

  test.each(['phone', 'desktop'] as const)(
    'one is offered in the address field and signs in by being chosen there (%s)',
    async (viewport) => {
      const { page, faults, close } = await openPage(browser, server.origin, { viewport });
      await page.addInitScript(noteMediation);
      const { session, authenticatorId } = await plugIn(page);
      await openAccountPage(page, 'sign-in?from=%2Faccount%2Fprofile');
      await signIn(page, EMAIL);
      await page.waitForURL('**/account/profile');
      await addPasskey(page, `In the field of a ${viewport}`);
      // The reader has not chosen yet: the device waits for them.
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
      await signOut(page);
      await page.waitForFunction(() => document.documentElement.dataset['passkeyAsked'] === 'conditional');
      const field = page.getByRole('textbox', { name: 'E-mail address' });
      expect(await field.getAttribute('autocomplete')).toBe('email webauthn');
      await field.focus();
      await looksRight(page, 'sign-in-passkey-offered');
      expect(await entryOf(page).innerText()).toBe('Sign in');
      // Chosen, and the device's lock opened: the device answers what waits when the page comes anew. No button is used.
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
      const asserted = new Promise((resolve) => session.once('WebAuthn.credentialAsserted', resolve));
      await page.reload({ waitUntil: 'commit' });
      await asserted;
      await page.waitForURL('**/account/profile');
      await entryOf(page).getByText('Katherine').waitFor({ state: 'attached' });
      expect(unexpected(faults.console)).toEqual([]);
      expect(faults.exceptions).toEqual([]);
      await close();
    },
    180_000,
  );

  test('a device that does not check its owner signs nobody in', async () => {
    const { page, close } = await openPage(browser, server.origin);
    const { session, authenticatorId } = await plugIn(page);
    await openAccountPage(page, 'sign-in?from=%2Faccount%2Fprofile');
    await signIn(page, EMAIL);
    await page.waitForURL('**/account/profile');
    await addPasskey(page, 'Unlocked');
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await signOut(page);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await entryOf(page).innerText()).toBe('Sign in');
    await signIn(page, EMAIL);
    await page.waitForURL('**/account/profile');
    await page.getByRole('button', { name: 'Remove “Unlocked”' }).click();
    await page.getByText('Unlocked', { exact: true }).waitFor({ state: 'detached' });
    await close();
  });

  test('without a device that has one nothing happens, and the password still works', async () => {
    const { page, faults, close } = await openPage(browser, server.origin);
    const { session, authenticatorId } = await plugIn(page);
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await openAccountPage(page, 'sign-in');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await signIn(page, EMAIL);
    await entryOf(page).getByText('Katherine').waitFor();
    expect(faults.exceptions).toEqual([]);
    await close();
  });
});
