/** Rules about links: by file, to pages and anchors that are there. */
import path from 'node:path';
import { visit } from 'unist-util-visit';
import { listAnchors } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import type { BookContext, FindingSink } from './finding.ts';
import { attributeOf, listComponents, referenceId } from './rules-components.ts';

function anchorsOf(chapter: ChapterSource): Set<string> {
  const exercises = listComponents(chapter, 'Exercise').map((node) => attributeOf(node, 'id'));
  const references = Array.isArray(chapter.frontMatter['references']) ? chapter.frontMatter['references'] : [];
  return new Set([
    ...listAnchors(chapter),
    ...exercises.filter((id) => id !== undefined),
    ...references.map((work: unknown) => `ref-${referenceId(work) ?? ''}`),
  ]);
}

/** `link/*`. */
export function checkLinks(chapter: ChapterSource, book: BookContext, sink: FindingSink): void {
  visit(chapter.tree, (node) => {
    if (node.type !== 'link' && node.type !== 'definition') return;
    const { url } = node;
    if (/^(?:https?:|mailto:)/.test(url)) return;
    const [target = '', anchor] = url.split('#');
    if (target.startsWith('/') || (target !== '' && !/\.mdx?$/.test(target))) {
      sink.error('link/file', node, `${url}: link by file, such as ../foundations/sensors.mdx#lidar.`);
      return;
    }
    const folder = path.posix.dirname(chapter.relative);
    const page = target === '' ? chapter : book.chapters.get(path.posix.normalize(path.posix.join(folder, target)));
    if (!page) sink.error('link/broken', node, `${target} is not there.`);
    else if (anchor && !anchorsOf(page).has(anchor)) sink.error('link/broken', node, `${url}: no heading has this id.`);
  });
}
