/** A Chromium for the browser tests, where there is one. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const { CHROMIUM_PATH: configuredPath } = process.env;

/** Where Chromium is; undefined where there is none. */
export const CHROMIUM_PATH: string | undefined = [configuredPath, '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
);

if (CHROMIUM_PATH === undefined) {
  console.log('SKIPPED: no Chromium (set CHROMIUM_PATH or install /usr/bin/chromium); browser tests did not run');
}

/** Starts Chromium without any traffic of its own. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH ?? '',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** A window size and what else belongs to the device. */
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' };
/** A phone in the hand. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** An open page and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors thrown, and violations of the content security policy. */
  readonly faults: string[];
}

/** Opens a page of the fixture and waits for the client module. */
export async function openPage(browser: Browser, url: string, device: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext(device);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to|Warning:/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url);
  await page.locator('#lectern-root > *').first().waitFor();
  return { page, faults };
}
