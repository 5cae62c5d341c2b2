/** The set-up that tests of written answers share: a browser and a server with a model for a file, a chapter for each test. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { CHAPTER } from './ask-panel.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type ModelServer, startModelServer } from './model-server.ts';

/** What runs while the tests of a file do. */
export interface ModelTests {
  /** @throws Error outside of tests */
  readonly browser: Browser;
  /** @throws Error outside of tests */
  readonly model: ModelServer;
}

/** What is open in the test that runs. */
export interface ChapterTests {
  /** @throws Error outside of tests */
  readonly open: WatchedPage;
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('this is there only while a test runs');
  return value;
}

/** Starts both before the tests that stand beside it, and ends them after. */
export function useModelServer(): ModelTests {
  let browser: Browser | undefined;
  let model: ModelServer | undefined;
  beforeAll(async () => {
    [browser, model] = await Promise.all([launchBrowser(), startModelServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await model?.close();
  });
  return {
    get browser() {
      return started(browser);
    },
    get model() {
      return started(model);
    },
  };
}

/**
 * Opens a chapter before each test that stands beside it, in a browser context of its own, and closes it after.
 *
 * @param where the browser and the origin to open it in; asked before each test
 * @param path the chapter
 */
export function useChapter(
  where: () => { readonly browser: Browser; readonly origin: string },
  path: string = CHAPTER,
): ChapterTests {
  let open: WatchedPage | undefined;
  beforeEach(async () => {
    const { browser, origin } = where();
    open = await openPage(browser, origin);
    await open.page.goto(path, { waitUntil: 'networkidle' });
  });
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });
  return {
    get open() {
      return started(open);
    },
  };
}
