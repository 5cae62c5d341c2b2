import { describe, expect, it } from 'vitest';
import { type ExtractPageOptions, extractPage } from './extract-page.ts';

const OPTIONS: ExtractPageOptions = { path: 'docs/page.mdx', format: 'mdx' };

/** `id (depth) title: texts` of each section. */
function outline(source: string, options: Partial<ExtractPageOptions> = {}): string[] {
  return extractPage(source, { ...OPTIONS, ...options }).sections.map(
    ({ id, depth, title, segments }) => `${id}/${depth} ${title}: ${segments.map(({ plain }) => plain).join(' | ')}`,
  );
}

describe('sections', () => {
  it('begin at every heading but the title, wherever it stands', () => {
    expect(outline('# Title\n\nlead\n\n## One\n\na\n\n> ### Two {/* #two */}\n>\n> b')).toEqual([
      '/1 : Title | lead',
      'one/2 One: One | a',
      'two/3 Two: Two | b',
    ]);
  });

  it('are one where two headings have the same anchor', () => {
    expect(outline('## A {#x}\n\na\n\n## B {#x}\n\nb')).toEqual(['/1 : ', 'x/2 A: A | a | B | b']);
  });
});

describe('code', () => {
  it('keeps language, file, badge and the segment that it follows', () => {
    const { sections } = extractPage(
      '```bash\nls\n```\n\n## S\n\ntext\n\n```py title="a/b.py" badge="ros-ci"\nx\r\ny\n```\n\n```py badge=none\nx\ny\n```',
      OPTIONS,
    );
    const [lead, section] = sections;
    expect(lead?.code).toMatchObject([{ lang: 'bash', text: 'ls', afterSegmentId: '' }]);
    expect(section?.code).toMatchObject([
      { lang: 'py', file: 'a/b.py', badge: 'ros-ci', text: 'x\ny', afterSegmentId: section?.segments.at(-1)?.id },
      { lang: 'py', text: 'x\ny' },
    ]);
    expect(section?.code[1]).not.toHaveProperty('badge');
    expect(section?.code[1]?.id).toBe(`${section?.code[0]?.id}-2`);
  });
});

describe('title', () => {
  it.each([
    ['---\ntitle: Named\n---\n\n# Written', 'Named'],
    ['# Written *so*', 'Written so'],
    ['no title', ''],
  ])('of %j is %j', (source, title) => {
    expect(extractPage(source, OPTIONS).title).toBe(title);
  });
});

describe('partials', () => {
  const files: Record<string, string> = {
    './_a.mdx': 'shared\n\n## In partial\n\n- item',
    './_outer.mdx': "import A from './_a.mdx'\n\nouter\n\n<A />",
    './_self.mdx': "import Self from './_self.mdx'\n\n<Self />",
  };
  const loadPartial = (specifier: string) => {
    const source = files[specifier];
    return source === undefined
      ? undefined
      : { source, path: specifier, format: 'mdx' as const, partialPath: specifier };
  };
  const page = (name: string, rest = '') => `import P from '${name}'\n\n## Host\n\n<P />\n\n${rest}`;

  it('stand in place under the host’s section, with ids of their own', () => {
    expect(outline(page('./_a.mdx', 'after'), { loadPartial })).toEqual([
      '/1 : ',
      'host/2 Host: Host | shared',
      'in-partial/2 In partial: In partial | item | after',
    ]);
    const alone = extractPage('shared', OPTIONS).segments[0]?.id ?? '';
    const inside = extractPage(page('./_a.mdx'), { ...OPTIONS, loadPartial }).segments.find(
      ({ plain }) => plain === 'shared',
    );
    expect(inside?.id).toMatch(new RegExp(`^.{4}${alone}$`));
  });

  it('are held once where they are shown twice', () => {
    const twice = extractPage(page('./_a.mdx', '<P />'), { ...OPTIONS, loadPartial });
    expect(new Set(twice.segments.map(({ id }) => id)).size).toBe(twice.segments.length);
    expect(twice.partials.map(({ path }) => path)).toEqual(['./_a.mdx']);
  });

  it('may hold partials', () => {
    const { segments, partials } = extractPage(page('./_outer.mdx'), { ...OPTIONS, loadPartial });
    expect(segments.map(({ plain }) => plain)).toEqual(['Host', 'outer', 'shared', 'In partial', 'item']);
    expect(partials).toHaveLength(2);
  });

  it('that include themselves are an error', () => {
    expect(() => extractPage(page('./_self.mdx'), { ...OPTIONS, loadPartial })).toThrow(/include each other/);
  });

  it('that nobody finds are left out', () => {
    expect(outline(page('./_gone.mdx', 'after'), { loadPartial })).toEqual(['/1 : ', 'host/2 Host: Host | after']);
  });
});

describe('quizzes', () => {
  it('are named with the file that shows them', () => {
    expect(extractPage('<Quiz src="./a.quiz.json" />\n\n<Quiz />', OPTIONS).quizSources).toEqual([
      { src: './a.quiz.json', importer: 'docs/page.mdx' },
    ]);
  });
});
