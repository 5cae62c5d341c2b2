/** What front matter says about a chapter, in the manifest's terms. Unknown or malformed values are left out, never guessed. */
import type { Chapter } from '@lectern/contracts';

type ChapterFacts = Pick<
  Chapter,
  'module' | 'week' | 'minutes' | 'level' | 'hardware' | 'objectives' | 'prerequisites' | 'suggestedQuestions'
>;

const LEVELS = ['none', 'beginner', 'intermediate', 'advanced'] as const;
const HARDWARE = ['laptop', 'rtx', 'jetson', 'robot'] as const;
const MAX_QUESTIONS = 6;
const MAX_QUESTION_LENGTH = 300;
const MAX_WEEK_LENGTH = 20;

/** A value as text: YAML reads `week: 2` as a number. */
function toText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A list of texts; one text is a list of one. */
function toTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => toText(item) ?? []);
}

function toMinutes(value: unknown): number | undefined {
  const minutes = Number(toText(value));
  return Number.isFinite(minutes) && minutes > 0 ? Math.round(minutes) : undefined;
}

/** The value under a key when it is one of the known. */
function oneOf<Known extends string>(known: readonly Known[], value: unknown): Known | undefined {
  return known.find((item) => item === value);
}

/** Reads the facts of a chapter. `difficulty` is the reader's word for `level`, `questions` for the suggested ones. */
export function readChapterFacts(frontMatter: Record<string, unknown>): ChapterFacts {
  const module = toText(frontMatter['module']);
  const week = toText(frontMatter['week']);
  const minutes = toMinutes(frontMatter['minutes']);
  const level = oneOf(LEVELS, frontMatter['difficulty'] ?? frontMatter['level']);
  return {
    ...(module === undefined ? {} : { module }),
    ...(week === undefined || week.length > MAX_WEEK_LENGTH ? {} : { week }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(level === undefined ? {} : { level }),
    hardware: toTexts(frontMatter['hardware']).flatMap((item) => oneOf(HARDWARE, item) ?? []),
    objectives: toTexts(frontMatter['objectives']),
    prerequisites: toTexts(frontMatter['prerequisites']),
    suggestedQuestions: toTexts(frontMatter['questions'])
      .filter((question) => question.length <= MAX_QUESTION_LENGTH)
      .slice(0, MAX_QUESTIONS),
  };
}
