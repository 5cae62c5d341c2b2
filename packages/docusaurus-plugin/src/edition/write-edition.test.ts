import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadContext } from '@docusaurus/core/lib/server/site.js';
import { hashSegment } from '@lectern/segments';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveOptions } from '../options.ts';
import { coverageTable, editionWarnings, isFaulty } from './edition-report.ts';
import { type EditionReport, writeEdition } from './write-edition.ts';

const DOCS = 'i18n/ur/docusaurus-plugin-content-docs/current';
const CONFIG = `export default {
  title: 'T', url: 'https://site.example', baseUrl: '/', future: { v4: true },
  i18n: { defaultLocale: 'en', locales: ['en', 'ur'], localeConfigs: { ur: { translate: true } } },
  plugins: [['@docusaurus/plugin-content-docs', {}]],
};`;
const memoryLine = (source: string, target: string) =>
  JSON.stringify({
    hash: hashSegment('paragraph', source, []),
    hashVersion: 1,
    kind: 'paragraph',
    source,
    target,
    status: 'machine',
    engine: 'authors',
  });
const MEMORY = [memoryLine('One sentence.', 'ایک جملہ۔'), memoryLine('Another sentence.', 'دوسرا جملہ۔')].join('\n');

let site: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
};
const read = (path: string) => readFileSync(join(site, path), 'utf8');
const has = (path: string) => existsSync(join(site, path));
const make = async (check = false): Promise<EditionReport> => {
  const context = await loadContext({ siteDir: site, locale: 'ur' });
  const report = writeEdition({ context, options: resolveOptions({}), check });
  if (report === undefined) throw new Error('no edition was made');
  return report;
};
const states = ({ rows }: EditionReport) => Object.fromEntries(rows.map(({ source, state }) => [source, state]));

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), 'lectern-edition-'));
  write('docusaurus.config.mjs', CONFIG);
  write('docs/whole.md', 'One sentence.\n\nAnother sentence.\n');
  write('docs/half.md', 'One sentence.\n\nA sentence that nobody has translated.\n');
  write('docs/img/figure.svg', '<svg/>');
  write('docs/_category_.json', '{"label":"Docs"}');
  write('i18n/memory/ur.jsonl', MEMORY);
});
afterEach(() => rmSync(site, { recursive: true }));

describe('an edition', () => {
  it('has the chapters that are complete, what stands beside them, and a map', async () => {
    const report = await make();
    expect(states(report)).toEqual({ 'docs/half.md': 'incomplete', 'docs/whole.md': 'written' });
    expect(read(`${DOCS}/whole.md`)).toBe('ایک جملہ۔\n\nدوسرا جملہ۔\n');
    expect(read(`${DOCS}/img/figure.svg`)).toBe('<svg/>');
    expect(has(`${DOCS}/half.md`) || has(`${DOCS}/_category_.json`)).toBe(false);
    const map = JSON.parse(read('i18n/ur/lectern.map.json'));
    expect(Object.values(map.files['docusaurus-plugin-content-docs/current/whole.md'].segments)).toContain(
      hashSegment('paragraph', 'One sentence.', []),
    );
  });

  it('is left as it is when nothing has changed', async () => {
    await make();
    expect(states(await make())['docs/whole.md']).toBe('current');
  });

  it('follows an edit, and loses a page that is no longer complete', async () => {
    await make();
    write('docs/whole.md', 'One sentence, edited.\n');
    expect(states(await make())['docs/whole.md']).toBe('incomplete');
    expect(has(`${DOCS}/whole.md`)).toBe(false);
  });

  it('never overwrites a file that somebody has written or edited', async () => {
    write(`${DOCS}/whole.md`, 'My own words.\n');
    const report = await make();
    expect(states(report)['docs/whole.md']).toBe('manual');
    expect(read(`${DOCS}/whole.md`)).toBe('My own words.\n');
    expect(editionWarnings(report).join()).toContain('left alone');
    rmSync(join(site, DOCS, 'whole.md'));
    await make();
    write(`${DOCS}/whole.md`, 'Edited by hand.\n');
    write('docs/whole.md', 'Another sentence.\n');
    await make();
    expect(read(`${DOCS}/whole.md`)).toBe('Edited by hand.\n');
  });

  it('is only looked at by a check, which finds what is stale', async () => {
    expect(states(await make(true))['docs/whole.md']).toBe('stale');
    expect(has(DOCS)).toBe(false);
    await make();
    const current = await make(true);
    expect(isFaulty(current)).toBe(false);
    write('docs/whole.md', 'Another sentence.\n');
    const stale = await make(true);
    expect(isFaulty(stale)).toBe(true);
    expect(coverageTable(stale)).toMatch(/docs\/whole\.md +1 \/ 1 +100 % +stale/);
  });

  it('tells a page that does not parse, with its place, and goes on', async () => {
    write('docs/broken.mdx', 'Text {unclosed\n');
    const report = await make();
    expect(states(report)).toMatchObject({ 'docs/broken.mdx': 'broken', 'docs/whole.md': 'written' });
    expect(editionWarnings(report).join()).toMatch(/docs\/broken\.mdx.*1:/);
    expect(isFaulty(report)).toBe(true);
  });

  it('tells a broken line of the memory, and uses the rest', async () => {
    write('i18n/memory/ur.jsonl', `${MEMORY}\n{"hash":\n`);
    const report = await make();
    expect(report.faults).toEqual([{ line: 3, reason: 'is not JSON' }]);
    expect(states(report)['docs/whole.md']).toBe('written');
  });
});
