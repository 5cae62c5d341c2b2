/** What every account page has to be, whatever it says: as it should look and free of barriers, by day and by night. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousAxeFindings } from './browser.ts';
import { keepScreenshots } from './screenshots.ts';

const OTHER = { dark: 'light', light: 'dark' } as const;

/** Changes the scheme; a page that has just come may not listen yet, and is told once more. */
async function changeScheme(page: Page, scheme: 'dark' | 'light'): Promise<void> {
  const changed = page.locator(`html[data-theme=${scheme}]`);
  await expect
    .poll(
      async () => {
        if ((await changed.count()) > 0) return true;
        await page.emulateMedia({ colorScheme: OTHER[scheme] });
        await page.emulateMedia({ colorScheme: scheme });
        return false;
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe(true);
}

/** Looks at a state of an account page in both colour schemes, takes its pictures, and leaves the page in the light. */
export async function looksRight(page: Page, state: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await changeScheme(page, scheme);
    await keepScreenshots(page, `account-${state}${scheme === 'dark' ? '-dark' : ''}`);
    // Where the navigation bar happens to cover half of a button, axe takes the rest of it for a small one.
    await page.evaluate(() => window.scrollTo(0, 0));
    expect([scheme, await seriousAxeFindings(page)]).toEqual([scheme, []]);
    const isWider = await page.evaluate(() => document.body.scrollWidth > document.documentElement.clientWidth);
    expect([state, scheme, isWider]).toEqual([state, scheme, false]);
  }
}
