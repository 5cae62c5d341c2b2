import { describe, expect, it } from 'vitest';
import { chapterKey, listLoadedDocs } from './loaded-docs.ts';

const doc = (id: string, more: object = {}) => ({ id, draft: false, unlisted: false, ...more });

/** A loaded version with the parts that are read. */
function version(versionName: string, isLast: boolean, docs: object[], sidebars: object = {}) {
  return { versionName, isLast, docs, sidebars };
}

function list(instances: Record<string, object[]>) {
  const content = Object.fromEntries(Object.entries(instances).map(([id, loadedVersions]) => [id, { loadedVersions }]));
  return listLoadedDocs({ 'docusaurus-plugin-content-docs': content, other: { default: {} } });
}

describe('listLoadedDocs', () => {
  it('follows the sidebar: a category’s own page first, links and refs not, the rest at the end', () => {
    const sidebars = {
      main: [
        { type: 'doc', id: 'start' },
        { type: 'link', label: 'x', href: 'y' },
        { type: 'ref', id: 'last' },
        {
          type: 'category',
          label: 'Part',
          link: { type: 'doc', id: 'part' },
          items: [
            {
              type: 'category',
              label: 'Inner',
              link: { type: 'generated-index' },
              items: [{ type: 'doc', id: 'deep' }],
            },
            { type: 'doc', id: 'start' },
          ],
        },
      ],
    };
    const docs = ['last', 'deep', 'part', 'start'].map((id) => doc(id));
    expect(
      list({ default: [version('current', true, docs, sidebars)] }).map((item) => [item.metadata.id, item.category]),
    ).toEqual([
      ['start', undefined],
      ['part', 'Part'],
      ['deep', 'Part'],
      ['last', undefined],
    ]);
  });

  it('has the latest version first, and no drafts and unlisted docs', () => {
    const hidden = [doc('draft', { draft: true }), doc('unlisted', { unlisted: true })];
    const docs = list({
      default: [version('current', false, [doc('a'), ...hidden]), version('2.0', true, [doc('a')])],
      api: [version('current', true, [doc('b')])],
    });
    expect(docs.map(chapterKey)).toEqual(['default/2.0/a', 'default/current/a', 'api/current/b']);
  });

  it('is empty without docs', () => {
    expect(listLoadedDocs({})).toEqual([]);
  });
});
