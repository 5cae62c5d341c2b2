/** The book as a course: its modules with their weeks and chapters, and how much of each is read. Pure. */
import type { BookOutline, OutlineChapter } from '../../client/book-outline.ts';
import { type ChapterStanding, type ProgressRecord, standingOf } from './learning-progress.ts';

/** Longest course whose weeks are drawn. */
const MAX_WEEKS = 60;

/** A week of a module. */
export interface MapWeek {
  readonly week: number;
  /** Share read of the week's chapters, 0 to 1; null: the book has no chapter for it yet. */
  readonly share: number | null;
}

/** A chapter with how a reader stands with it. */
export interface MapChapter {
  readonly chapter: OutlineChapter;
  readonly standing: ChapterStanding;
}

/** A module. */
export interface MapPart {
  readonly id: string;
  /** `''` for chapters that belong to none. */
  readonly title: string;
  readonly weeks: readonly MapWeek[];
  readonly chapters: readonly MapChapter[];
}

/** The course. */
export interface CourseMap {
  readonly parts: readonly MapPart[];
  /** Weeks of the whole course; 0 where the book has none. */
  readonly weeks: number;
  readonly chaptersDone: number;
  readonly chapters: number;
  /** Share read of all sections, 0 to 1. */
  readonly share: number;
}

/** Weeks that a chapter or a module names: `2` is [2], `8–9` is [8, 9]; [] for what is no week. */
export function parseWeeks(text: string | undefined): number[] {
  const match = /^(\d{1,2})(?:\s*[–—-]\s*(\d{1,2}))?$/.exec(text?.trim() ?? '');
  if (match === null) return [];
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (first < 1 || last < first || last > MAX_WEEKS) return [];
  return Array.from({ length: last - first + 1 }, (_week, index) => first + index);
}

/** Share of the sections that are read: a long chapter weighs more. */
function shareOf(chapters: readonly MapChapter[]): number {
  const total = chapters.reduce((sum, { standing }) => sum + standing.total, 0);
  return total === 0 ? 0 : chapters.reduce((sum, { standing }) => sum + standing.share * standing.total, 0) / total;
}

function toPart(part: { id: string; title: string; weeks?: string }, chapters: readonly MapChapter[]): MapPart {
  const ofChapters = chapters.flatMap(({ chapter }) => parseWeeks(chapter.week));
  const weeks = Array.from(new Set([...parseWeeks(part.weeks), ...ofChapters])).sort((a, b) => a - b);
  return {
    id: part.id,
    title: part.title,
    chapters,
    weeks: weeks.map((week) => {
      const inWeek = chapters.filter(({ chapter }) => parseWeeks(chapter.week).includes(week));
      return { week, share: inWeek.length === 0 ? null : shareOf(inWeek) };
    }),
  };
}

/** Makes the map of the book's own modules and weeks. Modules without a chapter stay when the site names their weeks. */
export function courseMap({ modules, chapters }: BookOutline, progress: ProgressRecord): CourseMap {
  const all = chapters.map((chapter) => ({ chapter, standing: standingOf(progress[chapter.key], chapter) }));
  const named = new Set(modules.map(({ id }) => id));
  const ofModule = (id: string) => all.filter(({ chapter }) => chapter.module === id);
  const others = all.filter(({ chapter }) => chapter.module === undefined || !named.has(chapter.module));
  const parts = [
    ...modules.map((module) => toPart(module, ofModule(module.id))),
    ...(others.length === 0 ? [] : [toPart({ id: '', title: '' }, others)]),
  ].filter((part) => part.chapters.length > 0 || part.weeks.length > 0);
  return {
    parts,
    weeks: Math.max(0, ...parts.flatMap((part) => part.weeks.map(({ week }) => week))),
    chaptersDone: all.filter(({ standing }) => standing.completed).length,
    chapters: all.length,
    share: shareOf(all),
  };
}
