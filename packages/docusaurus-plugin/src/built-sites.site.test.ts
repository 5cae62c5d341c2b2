import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter, Segment } from '@lectern/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BuiltSite, buildSite, compilePackages, readAllPages, readPage } from './fixture-site.fixture.ts';

/** Compiling and three builds; a busy machine takes its time. */
const BUILD_TIMEOUT_MS = 300_000;

/** The marks of a page in order; the build drops quotes where HTML allows it. */
function marksOf(html: string): string[] {
  return [...html.matchAll(/ data-seg=(?:"([^"]+)"|([^\s>"]+))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

function segmentsOf(chapter: Chapter): Segment[] {
  return chapter.sections.flatMap((section) => section.segments);
}

/** A chapter by the end of its key and its locale. */
function chapterOf({ book }: BuiltSite, key: string, locale = 'en'): Chapter {
  const chapter = book.chapters.find((item) => item.key === key && item.locale === locale);
  if (chapter === undefined) throw new Error(`${key} (${locale}) is not in the manifest`);
  return chapter;
}

/** Kinds that have no element in the page, or whose component shows them elsewhere (tab labels, footnotes). */
const ELSEWHERE = new Set(['frontMatter', 'attribute', 'linkTitle', 'footnote']);

function expectMarks(site: BuiltSite, chapter: Chapter): void {
  const segments = segmentsOf(chapter);
  const kinds = new Map(segments.map(({ id, kind }) => [id, kind]));
  const marks = marksOf(readPage(site, chapter));
  expect(marks.filter((id) => !kinds.has(id))).toEqual([]);
  // A partial shown twice has its marks twice and is in the manifest once.
  const inPlace = [...new Set(marks)].filter((id) => !ELSEWHERE.has(kinds.get(id) ?? ''));
  expect(inPlace).toEqual(segments.filter(({ kind }) => !ELSEWHERE.has(kind)).map(({ id }) => id));
}

function expectAnchors(site: BuiltSite, chapter: Chapter): void {
  const html = readPage(site, chapter);
  for (const { id, permalink } of chapter.sections) {
    if (id === '') continue;
    expect(permalink).toBe(`${chapter.permalink}#${id}`);
    expect(html.includes(` id="${id}"`) || html.includes(` id=${id} `) || html.includes(` id=${id}>`), permalink).toBe(
      true,
    );
  }
}

/** Hashes of the scripts that a browser would run, found without the plugin's own code. */
function inlineScriptHashes(html: string): string[] {
  return html
    .split(/<script/i)
    .slice(1)
    .flatMap((part) => {
      const open = part.slice(0, part.indexOf('>'));
      const code = part.slice(part.indexOf('>') + 1, part.search(/<\/script/i));
      if (/\ssrc=/.test(open) || open.includes('ld+json') || code === '') return [];
      return [`sha256-${createHash('sha256').update(code).digest('base64')}`];
    });
}

let classic: BuiltSite;
let languages: BuiltSite;

beforeAll(() => {
  compilePackages();
  classic = buildSite('classic-with-versions-and-instances');
  languages = buildSite('rtl-locale');
}, BUILD_TIMEOUT_MS);

describe('every page of both sites', () => {
  it('has the manifest’s ids as marks, in the same order', () => {
    for (const site of [classic, languages]) {
      for (const chapter of site.book.chapters) expectMarks(site, chapter);
    }
  });

  it('has the anchors of all sections', () => {
    for (const site of [classic, languages]) {
      for (const chapter of site.book.chapters) expectAnchors(site, chapter);
    }
  });

  it('has no inline script without its hash in the policy', () => {
    for (const site of [classic, languages]) {
      const hashes = readAllPages(site).flatMap(inlineScriptHashes);
      expect(hashes.length).toBeGreaterThan(0);
      expect([...new Set(hashes)].sort()).toEqual(site.csp.scriptHashes);
      const include = readFileSync(join(site.folder, 'lectern', 'csp.nginx.conf'), 'utf8');
      for (const hash of hashes) expect(include).toContain(`'${hash}'`);
    }
  });
});

describe('a site with versions and instances', () => {
  it('has every version and instance, the latest version first, and nothing hidden', () => {
    expect(classic.book.chapters.map(({ key, permalink, latest }) => [key, permalink, latest])).toEqual([
      ['default/1.0/intro', '/base/docs/welcome/', true],
      ['default/current/intro', '/base/docs/next/welcome/', false],
      ['default/current/second/plain', '/base/docs/next/second/plain/', false],
      ['default/current/second/kitchen', '/base/docs/next/second/kitchen/', false],
      ['guide/current/start', '/base/guide/start/', true],
    ]);
    expect(classic.book.chapters.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4]);
  });

  it('has the facts of the front matter, and modules from the sidebar', () => {
    expect(chapterOf(classic, 'default/current/intro')).toMatchObject({
      title: 'Welcome',
      week: '1',
      minutes: 20,
      level: 'beginner',
      hardware: ['laptop'],
      tags: ['start'],
      objectives: ['Know what a `topic` is'],
      suggestedQuestions: ['What is a topic?'],
      sourcePath: 'docs/01-intro.mdx',
    });
    expect(classic.book.modules).toEqual([{ id: 'the-second-part', title: 'The second part', order: 0 }]);
    expect(chapterOf(classic, 'default/current/second/kitchen').module).toBe('the-second-part');
  });

  it('leaves out partials that Docusaurus compiles without marks', () => {
    const plain = segmentsOf(chapterOf(classic, 'default/current/intro')).map((segment) => segment.plain);
    expect(plain).toContain('A shared paragraph.');
    expect(plain).not.toContain('Text from outside the content folders.');
  });

  it('keeps code with its file and badge', () => {
    const code = chapterOf(classic, 'default/current/intro').sections.flatMap((section) => section.code);
    expect(code).toMatchObject([{ lang: 'python', file: 'examples/node.py', badge: 'ci', text: 'print("hello")' }]);
  });
});

describe('what language models read', () => {
  const read = (site: BuiltSite, file: string): string => readFileSync(join(site.folder, file), 'utf8');

  it('is a Markdown file beside every page, which names it', () => {
    for (const site of [classic, languages]) {
      for (const chapter of site.book.chapters) {
        const path = chapter.permalink.slice(site.book.baseUrl.length).replace(/\/$/, '') || 'index';
        const file = path === 'ur' ? 'ur/index' : path;
        const text = read(site, `${file}.md`);
        expect(text).toMatch(/^# \S/);
        expect(text).toContain(`Page: https://fixture.example${chapter.permalink}`);
        expect(readPage(site, chapter)).toContain(
          `<link rel="alternate" type="text/markdown" href="${site.book.baseUrl}${file}.md">`,
        );
      }
    }
  });

  it('reads without MDX: text of components and partials, whole links, no imports', () => {
    const text = read(classic, 'docs/next/welcome.md');
    expect(text).toMatch(/^# Welcome\n\n> What this book is about\n/);
    expect(text).toContain('[a link](https://fixture.example/base/docs/next/second/kitchen/)');
    expect(text).toContain('**First tab**\n\nText in a tab.\n\n**Second tab**\n\ninline tab text');
    expect(text).toContain('A shared paragraph.\n\n## Shared heading');
    expect(text).toContain('Text from outside the content folders.');
    expect(text).toContain(':::tip[A **rich** title]');
    expect(text).toContain('```python title="examples/node.py" badge="ci"\nprint("hello")\n```');
    expect(text).not.toMatch(/^import |<Tabs|<Shared|slug:/m);
    expect(read(languages, 'index.md')).toContain('1. What is a node?\n   - ');
  });

  it('is listed in llms.txt, the latest versions first and nothing hidden', () => {
    const index = read(classic, 'llms.txt');
    expect(index).toMatch(/^# Fixture\n/);
    expect([...index.matchAll(/^(?:## .+|- \[.+?\])/gm)].map(([line]) => line)).toEqual([
      '## Pages',
      '- [Old welcome]',
      '- [Guide]',
      '## Optional',
      '- [Welcome]',
      '- [Plain Markdown]',
      '- [The kitchen]',
    ]);
    const full = read(classic, 'llms-full.txt');
    expect(full).toContain('# Old welcome');
    expect(full).not.toContain('# Welcome');
  });

  it('is there in each language', () => {
    expect(read(languages, 'ur/llms.txt')).toContain('- [آغاز](https://fixture.example/ur/index.md)');
    expect(read(languages, 'llms.txt')).toContain('- [Start](https://fixture.example/index.md)');
  });
});

describe('a site in two languages', () => {
  it('is one manifest; what is not translated is there once', () => {
    expect(languages.book.locales).toEqual([
      { code: 'en', label: 'English', direction: 'ltr' },
      { code: 'ur', label: 'اردو', direction: 'rtl' },
    ]);
    expect(languages.book.chapters.map(({ key, locale, permalink }) => [key, locale, permalink])).toEqual([
      ['default/current/basics/only-english', 'en', '/basics/only-english'],
      ['default/current/index', 'en', '/'],
      ['default/current/index', 'ur', '/ur/'],
    ]);
  });

  it('ties a translation to its source, with the same sections', () => {
    const source = chapterOf(languages, 'default/current/index');
    const translation = chapterOf(languages, 'default/current/index', 'ur');
    expect(translation.translationOf).toEqual({ key: source.key, sourceHash: source.sourceHash });
    expect(translation.sections.map(({ id }) => id)).toEqual(source.sections.map(({ id }) => id));
  });

  it('has the quiz, the glossary and the site’s own modules', () => {
    expect(chapterOf(languages, 'default/current/index')).toMatchObject({ module: 'm1', quizzes: [{ id: 'nodes' }] });
    expect(readPage(languages, chapterOf(languages, 'default/current/index'))).toMatch(/data-quiz="?nodes/);
    expect(languages.book.glossary).toMatchObject([{ term: 'node', urdu: 'نوڈ' }]);
    expect(languages.book.modules).toEqual([{ id: 'm1', title: 'Module one', order: 0 }]);
  });

  it(
    'may be built in one language alone',
    () => {
      const alone = buildSite('rtl-locale', ['--locale', 'ur']);
      expect(alone.book.chapters.map(({ locale, permalink }) => [locale, permalink])).toEqual([['ur', '/']]);
      expect(alone.book.locales.map(({ code }) => code)).toEqual(['ur']);
      for (const chapter of alone.book.chapters) expectMarks(alone, chapter);
    },
    BUILD_TIMEOUT_MS,
  );
});
