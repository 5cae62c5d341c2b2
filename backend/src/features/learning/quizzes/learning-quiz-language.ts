/** Quizzes in a language that the book has no edition in: their texts come from the translation memory. */
import type { Quiz } from '@lectern/contracts';
import { quizSegments, replaceQuizTexts } from '@lectern/segments';
import type { ChapterEntry } from '../../content/index.ts';

/**
 * Texts of a chapter's quizzes in a language (BCP 47), by segment id; what has no translation is left out.
 * The memory is asked for it, no engine is.
 */
export type TranslatedQuizTexts = (chapterKey: string, language: string) => Promise<ReadonlyMap<string, string>>;

/** Puts a quiz into the language that is asked for, as far as it is translated. */
export type QuizLanguage = <
  Found extends { readonly chapter: Pick<ChapterEntry, 'key' | 'locale'>; readonly quiz: Quiz },
>(
  found: Found,
  language: string | undefined,
) => Promise<Found>;

/** Makes it. @param translated undefined: translation is off */
export const createQuizLanguage = (translated: TranslatedQuizTexts | undefined): QuizLanguage => {
  return async (found, language) => {
    const { chapter, quiz } = found;
    if (translated === undefined || language === undefined || chapter.locale === language) return found;
    const byId = await translated(chapter.key, language);
    if (byId.size === 0) return found;
    const texts = new Map(
      quizSegments(quiz).flatMap(({ place, id }): [string, string][] => {
        const text = byId.get(id);
        return text === undefined ? [] : [[place, text]];
      }),
    );
    return { ...found, quiz: replaceQuizTexts(quiz, texts) };
  };
};
