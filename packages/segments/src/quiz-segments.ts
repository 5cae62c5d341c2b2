/** The texts of a quiz as segments. A module of its own, without the Markdown parser: the page's quiz loads it too. */
import type { Quiz, Segment } from '@lectern/contracts';
import { hashSegment, ID_LENGTH } from './segment-hash.ts';
import { canonicalText, escapeText, normalizePlain } from './segment-text.ts';

/** A text of a quiz with its place in it. */
export interface QuizSegment extends Segment {
  kind: 'quiz';
  /** `title`, `<item>.prompt`, `<item>.<choice>.text`, `<item>.<choice>.why` or `<item>.why`. */
  place: string;
}

/** What stands before the id of a quiz text, so that it is never a block's of the page. */
const ID_PREFIX = 'q';

/** Makes the segment of a quiz text; `undefined` when it has no letter, so nothing to translate. Equal texts have equal ids. */
export function quizSegment(value: string, place: string): QuizSegment | undefined {
  if (!/\p{L}/u.test(value)) return undefined;
  const plain = normalizePlain(value);
  const text = escapeText(canonicalText(value));
  const hash = hashSegment('quiz', text, []);
  return { id: ID_PREFIX + hash.slice(0, ID_LENGTH), kind: 'quiz', place, text, plain, hash, placeholders: [] };
}

/** All texts of a quiz in reading order: title, and of each item prompt, choices with their reasons, the number's reason. */
export function quizSegments(quiz: Pick<Quiz, 'title' | 'items'>): QuizSegment[] {
  const texts: [place: string, value: string | undefined][] = [['title', quiz.title]];
  for (const { id, prompt, choices, answer } of quiz.items) {
    texts.push([`${id}.prompt`, prompt]);
    for (const choice of choices) {
      texts.push([`${id}.${choice.id}.text`, choice.text], [`${id}.${choice.id}.why`, choice.why]);
    }
    texts.push([`${id}.why`, answer?.why]);
  }
  return texts.flatMap(([place, value]) => quizSegment(value ?? '', place) ?? []);
}

/** A quiz with its texts exchanged. @param texts by place, as {@link quizSegments} names them; what is not there stays */
export function replaceQuizTexts(quiz: Quiz, texts: ReadonlyMap<string, string>): Quiz {
  const at = (place: string, own: string): string => texts.get(place) ?? own;
  return {
    ...quiz,
    ...(quiz.title === undefined ? {} : { title: at('title', quiz.title) }),
    items: quiz.items.map((item) => ({
      ...item,
      prompt: at(`${item.id}.prompt`, item.prompt),
      choices: item.choices.map((choice) => ({
        ...choice,
        text: at(`${item.id}.${choice.id}.text`, choice.text),
        why: at(`${item.id}.${choice.id}.why`, choice.why),
      })),
      ...(item.answer === undefined
        ? {}
        : {
            answer: {
              ...item.answer,
              ...(item.answer.why === undefined ? {} : { why: at(`${item.id}.why`, item.answer.why) }),
            },
          }),
    })),
  };
}
