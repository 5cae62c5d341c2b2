/**
 * How two states of progress become one. For each part the later wins, so that any order of arrival and any repeat end
 * in the same state; pure.
 */
import {
  type ChapterProgress,
  type ChapterProgressUpdate,
  MAX_PROGRESS_SECTIONS,
  type SectionProgress,
} from '@lectern/contracts';

/** Earlier times are taken as this one: a device without a set clock. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** Reads a time of a reader's clock: never in the future, so that a wrong clock cannot win for ever. */
export const boundClock = (time: string, now: number): string =>
  new Date(Math.max(EARLIEST, Math.min(Date.parse(time), now))).toISOString();

/** Two states of one section as one. */
export const mergeSection = (a: SectionProgress, b: SectionProgress): SectionProgress => ({
  sectionId: a.sectionId,
  done: a.updatedAt === b.updatedAt ? a.done || b.done : later(a, b).done,
  seconds: Math.max(a.seconds, b.seconds),
  updatedAt: later(a, b).updatedAt,
});

/** Two states of one chapter as one; sections in the order of their ids. */
export const mergeChapter = (a: ChapterProgress, b: ChapterProgress): ChapterProgress => ({
  chapterKey: a.chapterKey,
  sections: mergeSections(a.sections.concat(b.sections)),
  completed: mergeCompletion(a.completed, b.completed),
  last: mergeLast(a.last, b.last),
});

/** Nothing known of a chapter: merging with it changes nothing. */
export const emptyProgress = (chapterKey: string): ChapterProgress => ({
  chapterKey,
  sections: [],
  completed: null,
  last: null,
});

/**
 * Reads what a page sends: times bounded by now, sections that the chapter does not have left out.
 * @param known Ids of the chapter's sections.
 */
export const readUpdate = (update: ChapterProgressUpdate, known: ReadonlySet<string>, now: number): ChapterProgress => {
  const { completed, last } = update;
  return {
    chapterKey: update.chapterKey,
    sections: update.sections
      .filter(({ sectionId }) => known.has(sectionId))
      .map((section) => ({ ...section, updatedAt: boundClock(section.updatedAt, now) })),
    completed: completed ? { value: completed.value, updatedAt: boundClock(completed.updatedAt, now) } : null,
    last:
      last && known.has(last.sectionId)
        ? { sectionId: last.sectionId, visitedAt: boundClock(last.visitedAt, now) }
        : null,
  };
};

/** Keeps a chapter within bounds: of too many sections over the years those that the chapter has now, then the latest. */
export const boundSections = (chapter: ChapterProgress, known: ReadonlySet<string>): ChapterProgress => {
  if (chapter.sections.length <= MAX_PROGRESS_SECTIONS) return chapter;
  const rank = ({ sectionId, updatedAt }: SectionProgress) => `${known.has(sectionId) ? 1 : 0} ${updatedAt}`;
  const kept = chapter.sections
    .toSorted((a, b) => compare(rank(b), rank(a)))
    .slice(0, MAX_PROGRESS_SECTIONS)
    .toSorted((a, b) => compare(a.sectionId, b.sectionId));
  return { ...chapter, sections: kept };
};

const later = <State extends { readonly updatedAt: string }>(a: State, b: State): State =>
  a.updatedAt >= b.updatedAt ? a : b;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const mergeSections = (sections: readonly SectionProgress[]): SectionProgress[] => {
  const merged = new Map<string, SectionProgress>();
  for (const section of sections) {
    const known = merged.get(section.sectionId);
    merged.set(section.sectionId, known ? mergeSection(known, section) : section);
  }
  return Array.from(merged.values()).sort((a, b) => compare(a.sectionId, b.sectionId));
};

type Completion = ChapterProgress['completed'];
type Last = ChapterProgress['last'];

const mergeCompletion = (a: Completion, b: Completion): Completion => {
  if (!a || !b) return a ?? b;
  if (a.updatedAt === b.updatedAt) return { value: a.value || b.value, updatedAt: a.updatedAt };
  return later(a, b);
};

const mergeLast = (a: Last, b: Last): Last => {
  if (!a || !b) return a ?? b;
  if (a.visitedAt === b.visitedAt) return a.sectionId >= b.sectionId ? a : b;
  return a.visitedAt > b.visitedAt ? a : b;
};
