import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLinks, headingAnchors } from './document-links.ts';

const root = join(import.meta.dirname, '../..');
/** The book's own pages are checked by its build, and fixtures need not lead anywhere. */
const NO_DOCUMENTS = /^docusaurus\/(docs|i18n)\/|\/(fixtures|node_modules)\//;
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && !NO_DOCUMENTS.test(path));

describe('links of documents', () => {
  it('lead to files and headings that are there', () => {
    expect(documents.length).toBeGreaterThan(20);
    expect(documents.flatMap((path) => brokenLinks(root, path))).toEqual([]);
  });
});

describe('the check', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-links-'));
    writeFileSync(join(folder, 'other.md'), '# Über `PUBLIC_URL` and [more](x.md)\n\n## Twice\n\n## Twice\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const check = (markdown: string): string[] => {
    writeFileSync(join(folder, 'page.md'), markdown);
    return brokenLinks(folder, 'page.md');
  };

  it('knows anchors as GitHub makes them', () => {
    expect(
      headingAnchors('# Über `PUBLIC_URL` and [more](x.md)\n## Twice\n## Twice\n```\n# no heading\n```\n'),
    ).toEqual(new Set(['über-public_url-and-more', 'twice', 'twice-1']));
  });

  it.each([
    '[a](other.md) [b](other.md#twice-1) [c](#here)\n\n# Here',
    '[a](https://book.example/none.md) <mailto:a@b.example> [b](./other.md "title")',
    'Code is no link: `[a](none.md)`\n\n```md\n[b](none.md)\n```\n',
  ])('lets %j pass', (markdown) => {
    expect(check(markdown)).toEqual([]);
  });

  it.each([
    ['[a](none.md)', 'page.md: there is no none.md'],
    ['![a](images/none.png)', 'page.md: there is no images/none.png'],
    ['[a](other.md#thrice)', 'page.md: other.md has no heading #thrice'],
    ['[a](#nowhere)', 'page.md: page.md has no heading #nowhere'],
  ])('tells of %j', (markdown, finding) => {
    expect(check(markdown)).toEqual([finding]);
  });
});
