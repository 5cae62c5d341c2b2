import { describe, expect, it } from 'vitest';
import { type LlmsPage, llmsFull, llmsIndex, withTitle } from './llms-texts.ts';

const page = (title: string, more: Partial<LlmsPage['chapter']> = {}): LlmsPage => ({
  chapter: { key: `default/current/${title}`, title, ...more },
  url: `https://book.example/${title}`,
  markdownUrl: `https://book.example/${title}.md`,
  markdown: `# ${title}\n\nText of ${title}.\n`,
});

const book = {
  title: 'A book',
  summary: 'What it\nis about.',
  modules: [{ id: 'm1', title: 'Module [1]' }],
  pages: [
    page('one', { module: 'm1', description: 'The first\none' }),
    page('two [x]'),
    page('old', { latest: false }),
    page('three', { module: 'm1' }),
  ],
  hasPages: true,
};

describe('llms.txt', () => {
  it('has title, summary, pages by module, and older versions under Optional', () => {
    expect(llmsIndex(book)).toBe(`# A book

> What it is about.

Each page is here as Markdown, at its own address with \`.md\`.

## Pages

- [two \\[x\\]](https://book.example/two [x].md)

## Module [1]

- [one](https://book.example/one.md): The first one
- [three](https://book.example/three.md)

## Optional

- [old](https://book.example/old.md)
`);
  });

  it('says nothing of what is not there', () => {
    expect(llmsIndex({ ...book, summary: '', modules: [], pages: [], hasPages: false })).toBe('# A book\n');
  });
});

describe('llms-full.txt', () => {
  it('has the latest pages whole, in reading order', () => {
    const text = llmsFull(book);
    expect(text).toMatch(/^# A book\n\n> What it is about\.\n\n# one\n\nText of one\.\n/);
    expect(text).toContain('# three');
    expect(text).not.toContain('# old');
  });
});

describe('a page’s Markdown', () => {
  it('begins with the title, the page’s own where it has one', () => {
    const { chapter } = page('one', { description: 'About it' });
    expect(withTitle(chapter, 'https://x.example/one', 'Text.')).toBe(
      '# one\n\n> About it\n\nPage: https://x.example/one\n\nText.\n',
    );
    expect(withTitle(chapter, 'https://x.example/one', '# The *one*\n\nText.')).toContain('# The *one*\n\n> About it');
  });
});
