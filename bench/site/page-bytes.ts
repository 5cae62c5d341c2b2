/** Initial JavaScript of a chapter page with the plugin and without it, as a browser would download it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BenchTable } from '../table.ts';

interface PageBytes {
  readonly html: number;
  readonly script: number;
  readonly style: number;
}

const SITE = 'bench/site/plain-site';

function build(withPlugin: boolean): string {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-page-'));
  const docusaurus = resolve('node_modules/@docusaurus/core/bin/docusaurus.mjs');
  const result = spawnSync(process.execPath, [docusaurus, 'build', '--out-dir', directory], {
    cwd: SITE,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', LECTERN: withPlugin ? 'on' : 'off' },
  });
  if (result.status !== 0) throw new Error(`the site could not be built: ${result.stdout}${result.stderr}`);
  return directory;
}

/** The scripts and styles that the page's HTML names: what is loaded before anything is used. */
function measure(site: string): PageBytes {
  const html = readFileSync(join(site, 'index.html'), 'utf8');
  const gzip = (path: string) => gzipSync(readFileSync(join(site, path)), { level: 9 }).byteLength;
  const named = (pattern: RegExp) => [...new Set([...html.matchAll(pattern)].map((match) => match[1] ?? ''))];
  const sum = (paths: string[]) => paths.reduce((total, path) => total + gzip(path), 0);
  return {
    html: gzipSync(html, { level: 9 }).byteLength,
    // Minified HTML leaves the quotes out.
    script: sum(named(/<script[^>]+src="?(\/[^"\s>]+\.js)/g)),
    style: sum(named(/<link[^>]+href="?(\/[^"\s>]+\.css)/g)),
  };
}

/** Builds a site of one page twice and compares what the page loads. */
export function benchPageBytes(): BenchTable {
  const sites = { with: build(true), without: build(false) };
  try {
    const measured = { with: measure(sites.with), without: measure(sites.without) };
    const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
    const row = (name: keyof PageBytes): string[] => [
      name,
      kilobytes(measured.without[name]),
      kilobytes(measured.with[name]),
      `+${kilobytes(measured.with[name] - measured.without[name])}`,
    ];
    return {
      title: 'Initial bytes of a page, kB gzip',
      columns: ['what', 'without the plugin', 'with it', 'difference'],
      rows: [row('html'), row('script'), row('style')],
    };
  } finally {
    for (const directory of Object.values(sites)) rmSync(directory, { recursive: true, force: true });
  }
}
