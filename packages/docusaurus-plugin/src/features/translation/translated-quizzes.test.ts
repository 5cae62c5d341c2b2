/** Quizzes in the reader's language: words change, ids and keys never do. */
import { quizSegments } from '@lectern/segments/quiz-segments';
import { beforeEach, expect, test } from 'vitest';
import { quizStore } from '../../client/quiz-texts.ts';
import { beginChapter, showSegments } from '../../client/segments/segment-store.ts';
import { showQuizzes } from './translated-quizzes.ts';

const QUIZ = {
  id: 'q',
  title: 'Check yourself',
  items: [
    {
      id: 'one',
      kind: 'single' as const,
      prompt: 'Is 2 < 3 & so on?',
      choices: [
        { id: 'a', text: 'Yes', correct: true, why: 'It is.' },
        { id: 'b', text: '42', correct: false, why: 'A number.' },
      ],
      sectionId: 's',
    },
  ],
};

beforeEach(() => {
  quizStore.set({ written: new Map([[QUIZ.id, QUIZ]]), translated: new Map() });
  beginChapter('c@1', { lang: 'en', dir: 'ltr' });
});

test('each text that has a translation is shown in it, the others as they are', () => {
  const ids = new Map(quizSegments(QUIZ).map(({ place, id }) => [place, id]));
  const texts = { title: 'خود کو جانچیں', 'one.prompt': 'کیا 2 &lt; 3 &amp; …؟', 'one.a.text': 'ہاں' };
  showSegments('c@1', new Map(Object.entries(texts).map(([place, text]) => [ids.get(place) ?? '', { text }])));
  showQuizzes();
  const shown = quizStore.getSnapshot().translated.get('q');
  expect(shown?.title).toBe('خود کو جانچیں');
  expect(shown?.items[0]).toMatchObject({
    id: 'one',
    prompt: 'کیا 2 < 3 & …؟',
    choices: [
      { id: 'a', text: 'ہاں', correct: true, why: 'It is.' },
      { id: 'b', text: '42', correct: false, why: 'A number.' },
    ],
  });
});

test('without a translation the quiz is the author’s own object', () => {
  showQuizzes();
  expect(quizStore.getSnapshot().translated.size).toBe(0);
});
