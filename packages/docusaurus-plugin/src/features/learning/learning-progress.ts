/** A reader's progress as this browser keeps it: what two devices, two tabs or a server know of it is merged, never lost. Pure. */
import type { ChapterProgress, LearningProgressUpdate } from '@lectern/contracts';
import type { OutlineChapter } from '../../client/book-outline.ts';

/** What is kept of a section; that it is there says that it was seen. */
export interface SectionRecord {
  readonly done: boolean;
  /** Time with the section in the window, in all. */
  readonly seconds: number;
  /** When `done` was so, ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** What is kept of a chapter. */
export interface ChapterRecord {
  readonly sections: Readonly<Record<string, SectionRecord>>;
  /** The reader's own word; null: done when all its sections are. */
  readonly completed: { readonly value: boolean; readonly updatedAt: string } | null;
  readonly last: { readonly sectionId: string; readonly visitedAt: string } | null;
}

/** Chapter key → what is kept of it. */
export type ProgressRecord = Readonly<Record<string, ChapterRecord>>;

/** A chapter that was never opened. */
export const UNREAD_CHAPTER: ChapterRecord = { sections: {}, completed: null, last: null };

/** The later of two; the first at the same moment. ISO dates in UTC compare as text. */
function later<T>(a: T | null, b: T | null, moment: (value: T) => string): T | null {
  if (a === null || b === null) return a ?? b;
  return moment(b) > moment(a) ? b : a;
}

function mergeSection(a: SectionRecord, b: SectionRecord): SectionRecord {
  const seconds = Math.max(a.seconds, b.seconds);
  if (a.updatedAt === b.updatedAt) return { done: a.done || b.done, seconds, updatedAt: a.updatedAt };
  const { done, updatedAt } = b.updatedAt > a.updatedAt ? b : a;
  return { done, seconds, updatedAt };
}

/** Two records of one chapter as one; the order doesn't matter. */
export function mergeChapter(a: ChapterRecord, b: ChapterRecord): ChapterRecord {
  const sections = { ...a.sections };
  for (const [id, record] of Object.entries(b.sections)) {
    const own = sections[id];
    sections[id] = own === undefined ? record : mergeSection(own, record);
  }
  return {
    sections,
    completed: later(a.completed, b.completed, ({ updatedAt }) => updatedAt),
    last: later(a.last, b.last, ({ visitedAt }) => visitedAt),
  };
}

/** Two records of the book as one. */
export function mergeProgress(a: ProgressRecord, b: ProgressRecord): ProgressRecord {
  const merged = { ...a };
  for (const [key, chapter] of Object.entries(b)) merged[key] = mergeChapter(merged[key] ?? UNREAD_CHAPTER, chapter);
  return merged;
}

/** What the server keeps, as a record. */
export function fromServer(chapters: readonly ChapterProgress[]): ProgressRecord {
  return Object.fromEntries(
    chapters.map(({ chapterKey, sections, completed, last }) => [
      chapterKey,
      {
        sections: Object.fromEntries(
          sections.map(({ sectionId, done, seconds, updatedAt }) => [sectionId, { done, seconds, updatedAt }]),
        ),
        completed,
        last,
      },
    ]),
  );
}

/** Chapters as they are sent; null when none of the keys has anything to send. */
export function toUpdate(progress: ProgressRecord, keys: Iterable<string>): LearningProgressUpdate | null {
  const chapters = Array.from(keys).flatMap((chapterKey) => {
    const chapter = progress[chapterKey];
    if (chapter === undefined) return [];
    const { sections, completed, last } = chapter;
    return {
      chapterKey,
      sections: Object.entries(sections).map(([sectionId, { done, seconds, updatedAt }]) => ({
        sectionId,
        done,
        seconds: Math.round(seconds),
        updatedAt,
      })),
      ...(completed === null ? {} : { completed }),
      ...(last === null ? {} : { last }),
    };
  });
  return chapters.length === 0 ? null : { chapters };
}

/** What happens to a section while it is read or ticked. */
export interface SectionChange {
  readonly done?: boolean;
  /** Time to add, seconds. */
  readonly seconds?: number;
}

/** A chapter after something happened to one of its sections. @param now ISO 8601, UTC */
export function changeSection(chapter: ChapterRecord, id: string, change: SectionChange, now: string): ChapterRecord {
  const before = chapter.sections[id];
  const done = change.done ?? before?.done ?? false;
  const section: SectionRecord = {
    done,
    seconds: (before?.seconds ?? 0) + (change.seconds ?? 0),
    updatedAt: before !== undefined && before.done === done ? before.updatedAt : now,
  };
  return { ...chapter, sections: { ...chapter.sections, [id]: section } };
}

/** How much of a chapter is read. */
export interface ChapterStanding {
  /** Sections that were read, of those that count. */
  readonly done: number;
  /** Sections that count: those with a heading; a page without headings counts as one. */
  readonly total: number;
  /** 0 to 1. */
  readonly share: number;
  readonly completed: boolean;
}

/** Ids of the sections that count. */
export function countedSections(sections: readonly { id: string }[]): string[] {
  const headed = sections.filter(({ id }) => id !== '').map(({ id }) => id);
  return headed.length > 0 ? headed : [''];
}

/** How a reader stands with a chapter, as the server would say it. */
export function standingOf(
  chapter: ChapterRecord | undefined,
  { sections }: Pick<OutlineChapter, 'sections'>,
): ChapterStanding {
  const counted = countedSections(sections);
  const done = counted.filter((id) => chapter?.sections[id]?.done === true).length;
  const completed = chapter?.completed?.value ?? done === counted.length;
  return { done, total: counted.length, share: completed ? 1 : done / counted.length, completed };
}

/** The place where the reader was last, over the whole book. */
export interface LastPlace {
  readonly chapter: OutlineChapter;
  /** Section that the book still has; undefined: the chapter's beginning. */
  readonly section: OutlineChapter['sections'][number] | undefined;
}

/** Where to go on reading; null where nothing was read, or nothing is left of it. */
export function lastPlaceOf(progress: ProgressRecord, chapters: readonly OutlineChapter[]): LastPlace | null {
  let best: { visitedAt: string; place: LastPlace } | null = null;
  for (const chapter of chapters) {
    const last = progress[chapter.key]?.last ?? null;
    if (last === null || (best !== null && best.visitedAt >= last.visitedAt)) continue;
    const section = chapter.sections.find(({ id }) => id === last.sectionId && id !== '');
    best = { visitedAt: last.visitedAt, place: { chapter, section } };
  }
  return best?.place ?? null;
}

/** Address of a place. */
export function placeUrl({ chapter, section }: LastPlace): string {
  return section === undefined ? chapter.permalink : `${chapter.permalink}#${section.id}`;
}
