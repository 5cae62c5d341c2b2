/** The manifest's chapters → the outline that pages show a reader's place in. */
import type { Book, Chapter } from '@lectern/contracts';
import type { BookOutline, OutlineChapter } from '../client/book-outline.ts';
import type { ResolvedLecternOptions } from '../options.ts';

/** Last part of a doc id: what authors write as a prerequisite when it says enough. */
const shortId = (id: string): string => id.split('/').at(-1) ?? id;

/** Key of the chapter that a prerequisite names: by doc id, or by its last part where one chapter only has it. */
function findPrerequisite(named: string, chapters: readonly Chapter[]): string | undefined {
  const exact = chapters.find(({ id }) => id === named);
  if (exact !== undefined) return exact.key;
  const alike = chapters.filter(({ id }) => shortId(id) === named);
  return alike.length === 1 ? alike[0]?.key : undefined;
}

function toOutlineChapter(chapter: Chapter, all: readonly Chapter[]): OutlineChapter {
  const { key, title, description, permalink, module, week, minutes } = chapter;
  return {
    key,
    title,
    ...(description === undefined ? {} : { description }),
    permalink,
    ...(module === undefined ? {} : { module }),
    ...(week === undefined ? {} : { week }),
    ...(minutes === undefined ? {} : { minutes }),
    prerequisites: chapter.prerequisites.flatMap((named) => findPrerequisite(named, all) ?? []),
    sections: chapter.sections.map(({ id, headingPath }) => ({ id, title: headingPath.at(-1) ?? title })),
    quizzes: chapter.quizzes.map((quiz) => ({ id: quiz.id, title: quiz.title ?? '', items: quiz.items.length })),
  };
}

/**
 * Makes the outline of what this locale's build shows. Older versions are left out: a reader's way goes through the latest.
 * @param shown chapters of all pages, in reading order
 */
export function buildOutline(
  shown: readonly Chapter[],
  modules: Book['modules'],
  options: Pick<ResolvedLecternOptions, 'modules'>,
): BookOutline {
  const latest = shown.filter((chapter) => chapter.latest !== false);
  const weeks = new Map((options.modules ?? []).map((module) => [module.id, module.weeks]));
  return {
    modules: modules.map(({ id, title }) => {
      const ofModule = weeks.get(id);
      return { id, title, ...(ofModule === undefined ? {} : { weeks: ofModule }) };
    }),
    chapters: latest.map((chapter) => toOutlineChapter(chapter, latest)),
  };
}
