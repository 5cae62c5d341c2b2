/** A real server whose mails go to a real mail server, and what readers do on its account pages. */
import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import { startSmtpServer, type TestSmtpServer } from '../backend/src/providers/email/smtp-server.fixture.ts';
import { type CuttableNetwork, openNetwork } from './cuttable-network.ts';
import { type LecternServer, startServer } from './lectern-server.ts';

/** A password that nobody tries first. */
export const PASSWORD = 'seven wet herons';

/** Server and mail server. */
export interface AccountServer {
  readonly origin: string;
  readonly mails: TestSmtpServer;
  /** The link in the latest mail to an address whose text fits; waits for it. */
  linkTo(email: string, text: RegExp): Promise<string>;
  close(): Promise<void>;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Starts both. Browsers come by the name `localhost`: passkeys belong to a name, and an address is none.
 * @param env settings beside the usual ones; some need the server's origin
 */
export async function startAccountServer(
  env: Variables | ((origin: string) => Promise<Variables>) = {},
): Promise<AccountServer> {
  const mails = await startSmtpServer({ plain: true });
  const network: CuttableNetwork = await openNetwork();
  const origin = network.origin.replace('127.0.0.1', 'localhost');
  const server: LecternServer = await startServer({
    publicUrl: origin,
    env: {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(mails.port),
      SMTP_STARTTLS: 'never',
      SMTP_FROM: 'The Book <book@server.example>',
      RATE_LIMIT_SIGN_IN_PER_MINUTE: '0',
      RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '0',
      ...(typeof env === 'function' ? await env(origin) : env),
    },
  });
  network.leadTo(server.port);
  return {
    origin,
    mails,
    async linkTo(email, text) {
      const link = await vi.waitFor(
        () => {
          const mail = mails.arrived.findLast(
            ({ to, parsed }) => to.includes(email) && text.test(`${parsed.subject} ${parsed.text}`),
          );
          if (mail === undefined) throw new Error(`no mail to ${email} yet`);
          return /https?:\/\/\S+/.exec(mail.parsed.text ?? '')?.[0];
        },
        { timeout: 20_000, interval: 50 },
      );
      if (link === undefined) throw new Error('the mail has no link');
      return link;
    },
    async close() {
      await server.close();
      await network.close();
      await mails.close();
    },
  };
}

/** The reader’s name, or “Sign in”, in the navigation bar. */
export const entryOf = (page: Page) => page.locator('.lectern-account-entry');
/** The form’s button. */
export const submitOf = (page: Page) => page.locator('.lectern-form button[type=submit]').first();

/** Opens an account page and waits until it can be used. */
export async function openAccountPage(page: Page, path: string): Promise<void> {
  await page.goto(`/account/${path}`, { waitUntil: 'networkidle' });
  await page.locator('.lectern-account').getByText('One moment…').waitFor({ state: 'detached' });
}

/** Fills in who signs up, and sends it. */
export async function signUp(page: Page, reader: { name: string; email: string; password?: string }): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(reader.name);
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(reader.email);
  await page.getByLabel('Password', { exact: true }).fill(reader.password ?? PASSWORD);
  await submitOf(page).click();
}

/** Fills in who signs in, and sends it. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await submitOf(page).click();
}

/** Signs out on a page of the account: the way back in opens by itself. */
export async function signOut(page: Page): Promise<void> {
  await entryOf(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/account/sign-in?from=*');
}

/** Makes an account without a page: for tests that begin after it. */
export async function makeAccount(server: AccountServer, email: string, name = 'Ada'): Promise<void> {
  const response = await fetch(`${server.origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify({ name, email, password: PASSWORD, callbackURL: '/' }),
  });
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  await fetch(await server.linkTo(email, /confirm|verif/i), { redirect: 'manual' });
}

/** What the console may say: the browser itself names each answer that is no success. */
export const unexpected = (messages: readonly string[]): string[] =>
  messages.filter((message) => !message.startsWith('Failed to load resource'));
