import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveSiteLink } from './site-links.ts';

const siteDir = mkdtempSync(join(tmpdir(), 'lectern-links-'));
afterAll(() => rmSync(siteDir, { recursive: true }));
const page = join(siteDir, 'docs', 'part', 'a.mdx');
mkdirSync(join(siteDir, 'docs', 'part'), { recursive: true });
writeFileSync(join(siteDir, 'docs', 'part', 'file.pdf'), '');

const site = {
  url: 'https://book.example',
  baseUrl: '/base/',
  siteDir,
  permalinks: new Map([
    [join(siteDir, 'docs', 'part', 'b c.mdx'), '/base/docs/part/b'],
    [join(siteDir, 'docs', 'intro.md'), '/base/docs/'],
  ]),
};

describe('a link of a page', () => {
  it.each([
    ['https://other.example/x?y#z', 'https://other.example/x?y#z'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['#part', 'https://book.example/base/docs/part/a#part'],
    ['./b%20c.mdx#part', 'https://book.example/base/docs/part/b#part'],
    ['../intro.md', 'https://book.example/base/docs/'],
    ['/intro.md', 'https://book.example/base/docs/'],
    ['@site/docs/intro.md?x=1', 'https://book.example/base/docs/?x=1'],
    ['./hidden.md', undefined],
    ['./file.pdf', undefined],
    ['@site/static/a.pdf', 'https://book.example/base/a.pdf'],
    ['@site/src/x.ts', undefined],
    ['pathname:///raw/x', 'https://book.example/raw/x'],
    ['/docs/x', 'https://book.example/base/docs/x'],
    ['/base/docs/x', 'https://book.example/base/docs/x'],
    ['b#part', 'https://book.example/base/docs/part/b#part'],
  ])('%s leads to %s', (url, address) => {
    expect(resolveSiteLink(site, '/base/docs/part/a', url, page)).toBe(address);
  });
});
