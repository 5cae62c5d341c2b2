/** Passkeys with the browser's own virtual authenticator. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountServer,
  entryOf,
  makeAccount,
  openAccountPage,
  signIn,
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

/** Signs out on a page of the account: the way back in opens by itself. */
async function signOut(page: Page): Promise<void> {
  await entryOf(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/account/sign-in?from=*');
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
