/** Pictures of states that are hard to bring about by hand: written where LECTERN_TEST_SHOTS names a folder, else not at all. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { VIEWPORTS } from './browser.ts';

const folder = process.env['LECTERN_TEST_SHOTS'];

/** Takes a state in both sizes of window, and leaves the window as it was. */
export async function keepScreenshots(page: Page, state: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize() ?? VIEWPORTS.desktop;
  for (const [name, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(folder, `${state}-${name}.png`) });
  }
  await page.setViewportSize(before);
}
