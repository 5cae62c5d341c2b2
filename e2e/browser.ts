/** One Chromium for a file of browser tests, and pages that record what must not happen. */
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of a Chromium; undefined where there is none. */
export const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** Window sizes of UX.md that are tested. */
export const VIEWPORTS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

/**
 * Starts the browser.
 *
 * @param args further switches of Chromium
 * @throws Error when there is none: tests ask {@link chromiumPath} first
 */
export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium');
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', ...quiet, ...args] });
}

/** What a page did that no page may do. */
export interface PageFaults {
  /** Errors and warnings on the console, content security policy violations among them. */
  readonly console: string[];
  /** Exceptions that nobody caught. */
  readonly exceptions: string[];
  /** Requests to another origin. */
  readonly foreignRequests: string[];
}

/** A page that records its faults. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: PageFaults;
  readonly close: () => Promise<void>;
}

/** Opens a page of a given size and scheme. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: { viewport?: keyof typeof VIEWPORTS; colorScheme?: 'light' | 'dark' } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: VIEWPORTS[options.viewport ?? 'desktop'],
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: PageFaults = { console: [], exceptions: [], foreignRequests: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.console.push(message.text());
  });
  page.on('pageerror', (error) => faults.exceptions.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) faults.foreignRequests.push(request.url());
  });
  return { page, context, faults, close: () => context.close() };
}

/** Serious and critical findings of axe on what the page shows now, one line each. */
export async function seriousAxeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Docusaurus' own progress line, there for a moment after a click.
    .exclude('#nprogress')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)}`));
}
