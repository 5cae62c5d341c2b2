/** The book's modules: named by the site, or the sidebar's first-level categories. */
import type { Book, Chapter } from '@lectern/contracts';
import { slugOf } from '@lectern/segments';
import type { ResolvedLecternOptions } from '../options.ts';

type BookModule = Book['modules'][number];

/** A chapter with the sidebar category that holds it. */
export interface PlacedChapter {
  chapter: Chapter;
  category?: string;
}

/** Anchor-like id of a category's label; the label itself where nothing is left of it. */
function categoryId(label: string): string {
  return slugOf(label) || label;
}

/** Module of a chapter: its front matter's, otherwise its category's where the site names no modules. */
function moduleOf({ chapter, category }: PlacedChapter, options: ResolvedLecternOptions): string | undefined {
  if (chapter.module !== undefined) return chapter.module;
  if (category === undefined) return undefined;
  const id = categoryId(category);
  const named = options.modules?.find((module) => module.id === id || module.title === category);
  return options.modules === undefined ? id : named?.id;
}

/** Gives each chapter its module and lists the modules in order: the site's own first, then as the chapters name them. */
export function assignModules(
  placed: readonly PlacedChapter[],
  options: ResolvedLecternOptions,
): { chapters: Chapter[]; modules: BookModule[] } {
  const titles = new Map((options.modules ?? []).map(({ id, title }) => [id, title]));
  const chapters = placed.map((item) => {
    const module = moduleOf(item, options);
    if (module === undefined) return item.chapter;
    if (!titles.has(module)) titles.set(module, item.category ?? module);
    return { ...item.chapter, module };
  });
  return { chapters, modules: [...titles].map(([id, title], order) => ({ id, title, order })) };
}
