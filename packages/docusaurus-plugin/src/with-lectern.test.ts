import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { remarkSegments } from './remark/remark-segments.ts';
import { isLecternRemark, withLectern } from './with-lectern.ts';

const THEME = fileURLToPath(new URL('./index.ts', import.meta.url));
const LECTERN = [THEME, {}];
const MARKED = { beforeDefaultRemarkPlugins: [remarkSegments] };

/** Stands for an imported plugin; recognized by its name alone. */
function pluginContentDocs() {}
function somethingElse() {}

describe('the classic preset', () => {
  it.each(['classic', '@docusaurus/preset-classic', '/site/node_modules/@docusaurus/preset-classic/lib/index.js'])(
    'named %s gets the marks in docs, blog and pages, written or not',
    (name) => {
      const { presets, themes } = withLectern({ presets: [[name, { docs: { path: 'x' } }]] }) as Record<
        string,
        unknown
      >;
      expect(presets).toEqual([[name, { docs: { path: 'x', ...MARKED }, blog: MARKED, pages: MARKED }]]);
      expect(themes).toEqual([LECTERN]);
    },
  );

  it('may stand alone, and keeps off what is off', () => {
    expect(withLectern({ presets: ['classic'] }).presets).toEqual([
      ['classic', { docs: MARKED, blog: MARKED, pages: MARKED }],
    ]);
    const { presets } = withLectern({ presets: [['classic', { docs: {}, blog: false, pages: false }]] });
    expect(presets).toEqual([['classic', { docs: MARKED, blog: false, pages: false }]]);
  });
});

describe('plugins', () => {
  it.each([
    'content-docs',
    '@docusaurus/plugin-content-docs',
    '@docusaurus/plugin-content-blog',
    'C:\\site\\node_modules\\@docusaurus\\plugin-content-pages\\lib\\index.js',
  ])('named %s get the marks', (name) => {
    expect(withLectern({ plugins: [name] }).plugins).toEqual([[name, MARKED]]);
    expect(withLectern({ plugins: [[name, { id: 'b' }]] }).plugins).toEqual([[name, { id: 'b', ...MARKED }]]);
  });

  it('that are imported functions are known by their names', () => {
    expect(withLectern({ plugins: [pluginContentDocs, somethingElse] }).plugins).toEqual([
      [pluginContentDocs, MARKED],
      somethingElse,
    ]);
  });

  it('of other kinds, false and null stay as they are', () => {
    const others = [false, null, 'other', ['content-docs-more', {}], { name: 'inline' }];
    expect(withLectern({ plugins: [...others, 'content-docs'] }).plugins).toEqual([
      ...others,
      ['content-docs', MARKED],
    ]);
  });

  it('have the marks before the site’s own remark plugins', () => {
    const own = () => {};
    const { plugins } = withLectern({ plugins: [['content-docs', { beforeDefaultRemarkPlugins: [own] }]] });
    expect(plugins).toEqual([['content-docs', { beforeDefaultRemarkPlugins: [remarkSegments, own] }]]);
  });
});

describe('the configuration', () => {
  const config = { title: 'T', plugins: ['content-docs'], themes: ['@docusaurus/theme-classic'] };

  it('keeps everything else, and has Lectern as the last theme', () => {
    expect(withLectern(config)).toEqual({
      title: 'T',
      plugins: [['content-docs', MARKED]],
      themes: ['@docusaurus/theme-classic', LECTERN],
    });
  });

  it('may be a promise or a function', async () => {
    const expected = withLectern(config);
    await expect(withLectern(Promise.resolve(config))).resolves.toEqual(expected);
    await expect(withLectern(() => config)()).resolves.toEqual(expected);
    await expect(withLectern(async () => config)()).resolves.toEqual(expected);
  });

  it('is changed once, however often it is wrapped', () => {
    const once = withLectern({ presets: ['classic'], ...config });
    expect(withLectern(once)).toEqual(once);
  });

  it('is left as it was: a copy is made', () => {
    const frozen = Object.freeze({ plugins: Object.freeze(['content-docs']) });
    expect(() => withLectern(frozen)).not.toThrow();
  });

  it('with a second Lectern by name is not given another', () => {
    const named = { ...config, themes: ['@lectern/docusaurus-plugin'] };
    expect(withLectern(named).themes).toEqual(['@lectern/docusaurus-plugin']);
  });

  it('without docs, blog or pages is refused with the way to do it by hand', () => {
    expect(() => withLectern({ presets: ['third-party'] })).toThrow(/beforeDefaultRemarkPlugins: \[remarkSegments\]/);
  });

  it('passes what shapes the marks on to both sides', () => {
    const options = { opaqueComponents: ['Robot'] };
    expect(withLectern(config, options)).toMatchObject({
      plugins: [['content-docs', { beforeDefaultRemarkPlugins: [[remarkSegments, options]] }]],
      themes: ['@docusaurus/theme-classic', [THEME, options]],
    });
  });
});

describe('isLecternRemark', () => {
  it('knows a second copy of the module by its mark', () => {
    const copy = Object.assign(() => {}, { lectern: true });
    expect([copy, [copy, {}], () => {}, 'x', null].map(isLecternRemark)).toEqual([true, true, false, false, false]);
  });
});
