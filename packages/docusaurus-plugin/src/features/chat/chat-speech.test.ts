/** What is spoken while an answer grows: whole sentences, each once. */
import { expect, test } from 'vitest';
import { finishedText } from './chat-speech.ts';

/** Feeds an answer letter by letter and collects what is spoken. */
function speak(source: string): string[] {
  const said: string[] = [];
  let spoken = 0;
  for (let length = 1; length <= source.length; length++) {
    const next = finishedText(source.slice(0, length), spoken, false);
    spoken = next.spoken;
    if (next.text !== '') said.push(next.text);
  }
  const rest = finishedText(source, spoken, true).text;
  return rest === '' ? said : [...said, rest];
}

test('sentences are spoken one by one, without marks and numbers', () => {
  expect(speak('A **late joiner** waits [1]. It sees `nothing`. [2] Then it ends')).toEqual([
    'A late joiner waits.',
    'It sees nothing.',
    'Then it ends',
  ]);
});

test('a decimal point ends no sentence', () => {
  expect(speak('Pi is 3.14 here. Yes.')).toEqual(['Pi is 3.14 here.', 'Yes.']);
});

test('Urdu and Chinese sentences end at their own marks', () => {
  expect(speak('یہ پہلا ہے۔ یہ دوسرا؟ ہاں۔')).toEqual(['یہ پہلا ہے۔', 'یہ دوسرا؟', 'ہاں۔']);
});

test('after a replace the new text is spoken from its beginning', () => {
  expect(finishedText('New. ', 40, false)).toEqual({ text: 'New.', spoken: 4 });
});

test('formulas of a written answer are spoken as characters, without their marks', () => {
  const spoken = finishedText(String.raw`The angle $\theta$ grows. Then`, 0, false, { formulas: true });
  expect(spoken.text).toBe('The angle θ grows.');
});
