import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPartialPath } from './partial-path.ts';

const base = mkdtempSync(join(tmpdir(), '_lectern-'));
const site = join(base, 'site');
mkdirSync(join(site, 'docs', '_parts'), { recursive: true });
writeFileSync(join(site, 'docusaurus.config.mts'), '');
afterAll(() => rmSync(base, { recursive: true }));

describe('findPartialPath', () => {
  it('is the path in the site for files and folders that begin with an underscore', () => {
    expect(findPartialPath(join(site, 'docs', '_note.mdx'))).toBe('docs/_note.mdx');
    expect(findPartialPath(join(site, 'docs', '_parts', 'note.mdx'))).toBe('docs/_parts/note.mdx');
  });

  it('is nothing for a page, whatever the folders above the site are called', () => {
    expect(findPartialPath(join(site, 'docs', 'page_one.mdx'))).toBeUndefined();
  });
});
