/**
 * Gives every page the list of the book's chapters: titles, promises, weeks, prerequisites, links.
 *
 * Docusaurus' own global data knows only ids and paths; prerequisites, the way on and the course map need more.
 */
import type { LoadedContent } from '@docusaurus/plugin-content-docs';
import type { Plugin } from '@docusaurus/types';
import { type ChapterSummary, readChapterFacts } from '../src/data/chapter-facts.ts';

const DOCS_PLUGIN = 'docusaurus-plugin-content-docs';

function isLoadedContent(content: unknown): content is LoadedContent {
  return typeof content === 'object' && content !== null && 'loadedVersions' in content;
}

function summarize(content: LoadedContent): ChapterSummary[] {
  const [version] = content.loadedVersions;
  if (!version) return [];
  return version.docs
    .filter((doc) => !doc.draft && !doc.unlisted)
    .map((doc) => {
      const facts = readChapterFacts(doc.frontMatter);
      return {
        id: doc.id.split('/').at(-1) ?? doc.id,
        title: doc.title,
        description: doc.description,
        permalink: doc.permalink,
        prerequisites: facts.prerequisites,
      };
    });
}

/** The plugin: publishes {@link ChapterSummary}[] as global data under the name `chapter-index`. */
export function chapterIndexPlugin(): Plugin {
  return {
    name: 'chapter-index',
    async allContentLoaded({ allContent, actions }) {
      const content = allContent[DOCS_PLUGIN]?.['default'];
      if (!isLoadedContent(content)) throw new Error('chapter-index: the docs plugin is not there.');
      actions.setGlobalData({ chapters: summarize(content) });
    },
  };
}
