/** Quizzes of the page with the words that the translation has for them. */
import type { Quiz } from '@lectern/contracts';
import { quizSegments } from '@lectern/segments/quiz-segments';
import { quizStore } from '../../client/quiz-texts.ts';
import { plainSegment } from '../../client/segments/segment-renderer.ts';
import { viewOf } from '../../client/segments/segment-store.ts';

/** A quiz with its texts replaced. @param textOf the text at a place of the quiz; undefined: it stays */
export function translateQuiz(quiz: Quiz, textOf: (place: string) => string | undefined): Quiz {
  const title = textOf('title');
  return {
    ...quiz,
    ...(title !== undefined && { title }),
    items: quiz.items.map((item) => {
      const why = textOf(`${item.id}.why`);
      return {
        ...item,
        prompt: textOf(`${item.id}.prompt`) ?? item.prompt,
        choices: item.choices.map((choice) => ({
          ...choice,
          text: textOf(`${item.id}.${choice.id}.text`) ?? choice.text,
          why: textOf(`${item.id}.${choice.id}.why`) ?? choice.why,
        })),
        ...(item.answer && { answer: { ...item.answer, ...(why !== undefined && { why }) } }),
      };
    }),
  };
}

function inLanguage(quiz: Quiz): Quiz | undefined {
  const texts = new Map<string, string>();
  for (const { id, place } of quizSegments(quiz)) {
    const text = plainSegment(viewOf(id)?.text ?? '<');
    if (text !== null) texts.set(place, text);
  }
  return texts.size === 0 ? undefined : translateQuiz(quiz, (place) => texts.get(place));
}

/** Shows the page's quizzes with the texts that there are now. */
export function showQuizzes(): void {
  const { written } = quizStore.getSnapshot();
  const translated = [...written].flatMap(([id, quiz]) => {
    const shown = inLanguage(quiz);
    return shown === undefined ? [] : [[id, shown] as const];
  });
  quizStore.patch({ translated: new Map(translated) });
}
