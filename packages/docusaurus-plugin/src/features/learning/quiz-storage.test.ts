import type { Quiz } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { EMPTY_RECORD, loadQuizRecord, type QuizStore, saveQuizRecord } from './quiz-storage.ts';

const quiz: Quiz = {
  id: 'sensors',
  items: [
    {
      id: 'one',
      kind: 'single',
      prompt: 'One?',
      sectionId: 's',
      choices: [{ id: 'a', text: 'A', correct: true, why: 'w' }],
    },
    {
      id: 'two',
      kind: 'number',
      prompt: 'Two?',
      sectionId: 's',
      choices: [],
      answer: { value: 1, tolerance: 0, unit: 'm', why: 'w' },
    },
  ],
};

function memoryStore(entries: Record<string, string> = {}): QuizStore & { entries: Record<string, string> } {
  return {
    entries,
    getItem: (key) => entries[key] ?? null,
    setItem: (key, value) => {
      entries[key] = value;
    },
    removeItem: (key) => {
      delete entries[key];
    },
  };
}

describe('quiz records', () => {
  it('come back as they were kept', () => {
    const store = memoryStore();
    const record = {
      answers: new Map<string, readonly string[] | string>([
        ['one', ['a']],
        ['two', '1,0'],
      ]),
      checked: new Set(['one']),
    };
    saveQuizRecord(quiz.id, record, store);
    expect(loadQuizRecord(quiz, store)).toEqual(record);
  });

  it('lose answers to what the author took away', () => {
    const stored = { answers: { one: ['gone'], three: ['x'], two: '4' }, checked: ['one', 'two', 'three'] };
    const store = memoryStore({ 'lectern.quiz.sensors': JSON.stringify(stored) });
    expect(loadQuizRecord(quiz, store)).toEqual({ answers: new Map([['two', '4']]), checked: new Set(['two']) });
  });

  it.each(['', '{', '[]', '7', '{"answers":3,"checked":"no"}'])('start empty when the entry is “%s”', (entry) => {
    expect(loadQuizRecord(quiz, memoryStore({ 'lectern.quiz.sensors': entry }))).toEqual(EMPTY_RECORD);
  });

  it('leave nothing behind when everything is cleared', () => {
    const store = memoryStore({ 'lectern.quiz.sensors': '{}' });
    saveQuizRecord(quiz.id, EMPTY_RECORD, store);
    expect(store.entries).toEqual({});
  });

  it('do without storage', () => {
    const forbidden: QuizStore = {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => {
        throw new Error('denied');
      },
      removeItem: () => undefined,
    };
    expect(loadQuizRecord(quiz, forbidden)).toEqual(EMPTY_RECORD);
    expect(() =>
      saveQuizRecord(quiz.id, { answers: new Map([['two', '1']]), checked: new Set() }, forbidden),
    ).not.toThrow();
  });
});
