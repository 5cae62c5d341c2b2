import { usePluginData } from '@docusaurus/useGlobalData';
import type { ChapterSummary } from '../data/chapter-facts.ts';

/** All chapters of the book, as `plugins/chapter-index.ts` publishes them. */
export function useChapterIndex(): ChapterSummary[] {
  const data = usePluginData('chapter-index');
  return isChapterIndex(data) ? data.chapters : [];
}

function isChapterIndex(data: unknown): data is { chapters: ChapterSummary[] } {
  return typeof data === 'object' && data !== null && 'chapters' in data && Array.isArray(data.chapters);
}
