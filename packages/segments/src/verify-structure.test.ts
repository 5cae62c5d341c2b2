import { describe, expect, it } from 'vitest';
import { OPTIONS } from './splice.fixture.ts';
import { verifyStructure } from './verify-structure.ts';

describe('verifyStructure', () => {
  const source = '---\ntitle: T\nslug: s\n---\n\n## A\n\n- `x` [l](u)\n\n```js\n1\n```\n\n<B a="1" title="t" />\n';
  it.each([
    ['words', 'title: T', 'title: U', true],
    ['a text attribute', 'title="t"', 'title="u"', true],
    ['a front-matter value', 'slug: s', 'slug: t', false],
    ['code in a line', '`x`', '`y`', false],
    ['an address', '(u)', '(v)', false],
    ['a code block', '\n1\n', '\n2\n', false],
    ['an attribute', 'a="1"', 'a="2"', false],
    ['a heading’s id', '## A', '## B', false],
    ['a heading’s words with its id', '## A', '## B {/* #a */}', true],
    ['a level', '## A', '### A', false],
    ['a block', '- `x`', '`x`', false],
    ['something that does not parse', '[l](u)', '[l](u) {', false],
  ])('of %s: %j → %j', (_name, before, after, ok) => {
    const report = verifyStructure(source, source.replace(before, after), OPTIONS);
    expect(report.ok).toBe(ok);
    if (!ok) expect(report.findings[0]).toMatchObject({ line: expect.any(Number), message: expect.any(String) });
  });

  it('names the place', () => {
    const [finding] = verifyStructure(source, source.replace('(u)', '(v)'), OPTIONS).findings;
    expect(finding).toMatchObject({ code: 'structure', line: 8 });
    expect(finding?.message).toContain('["link","u",false]');
  });
});
