import { createRequire } from 'node:module';
import fc from 'fast-check';
import type { Root } from 'mdast';
import { describe, expect, it } from 'vitest';
import { parseSource } from './extract-segments.ts';
import { findHeadingAnchors } from './heading-ids.ts';

type HeadingsPlugin = (options: { anchorsMaintainCase: boolean }) => (tree: Root) => Promise<void>;
const docusaurusHeadings: { default: HeadingsPlugin } = createRequire(import.meta.url)(
  '@docusaurus/mdx-loader/lib/remark/headings/index.js',
);

function parse(source: string): Root {
  return parseSource(source, { path: 'x.mdx', format: 'mdx' }).tree;
}

/** The ids that Docusaurus' own plugin gives; it changes the tree. */
async function docusaurusIds(source: string, anchorsMaintainCase: boolean): Promise<unknown[]> {
  const tree = parse(source);
  await docusaurusHeadings.default({ anchorsMaintainCase })(tree);
  const ids: unknown[] = [];
  const collect = (node: object): void => {
    if (
      'type' in node &&
      node.type === 'heading' &&
      'data' in node &&
      node.data !== null &&
      typeof node.data === 'object'
    ) {
      ids.push('id' in node.data ? node.data.id : undefined);
    }
    if ('children' in node && Array.isArray(node.children)) node.children.forEach(collect);
  };
  collect(tree);
  return ids;
}

const title = fc.constantFrom(
  'Same',
  'same',
  'With `code` & **bold**',
  'A [link](x) here',
  'Ünï cödé',
  '日本',
  'a:b',
  '…',
  'C++ 2.0',
);
const ending = fc.constantFrom('', ' {#own}', ' {/* #own-2 */}', ' {/* not an id */}', ' {# bad}', ' <!-- #html -->');
const heading = fc
  .tuple(fc.constantFrom('# ', '## ', '### ', '> ## ', '- ### '), title, ending)
  .filter(([marks, , end]) => marks.startsWith('#') || !end.includes('{#'))
  .map((parts) => parts.join(''));

describe('findHeadingAnchors', () => {
  it('gives the ids that Docusaurus gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(heading, { maxLength: 6 }), fc.boolean(), async (headings, maintainCase) => {
        const source = headings.join('\n\n');
        const ours = [...findHeadingAnchors(parse(source), maintainCase).values()].map(({ id }) => id);
        expect(ours).toEqual(await docusaurusIds(source, maintainCase));
      }),
      { seed: 20_261_121, numRuns: 40 },
    );
  });
});
