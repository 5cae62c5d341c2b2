import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildIndex, extractAnswer, search } from './index.ts';
import { robotBook, robotGlossary } from './robot-book.fixture.ts';

const index = buildIndex(robotBook, { glossary: robotGlossary });
const texts = new Map(robotBook.map((document) => [document.id, document.text]));

function ask(question: string) {
  const { hits } = search(index, question, { limit: 5 });
  const sections = hits.map(({ id, score }) => ({ id, score, text: texts.get(id) ?? '' }));
  return extractAnswer(question, sections, { index });
}

describe('extractAnswer', () => {
  it.each([
    ['How many revolutions per second does a lidar make?', '10 revolutions'],
    ['What happens to late joining subscribers?', 'receive the last message'],
    ['Why does the heading drift?', 'errors are integrated'],
    ['jorr kitne links ko jorta hai', 'connects two links'],
    ['Which command watches a topic?', 'ros2 topic echo /scan'],
  ])('quotes the sentence that answers %s', (question, answer) => {
    expect(ask(question)[0]?.text).toContain(answer);
  });

  it('quotes at most one piece of a section, and at most three', () => {
    const quotes = ask('topic service action node client server message');
    expect(new Set(quotes.map((quote) => quote.id)).size).toBe(quotes.length);
    expect(quotes.length).toBeLessThanOrEqual(3);
  });

  it('quotes nothing when no sentence has a word of the question', () => {
    expect(extractAnswer('biryani', robotBook)).toEqual([]);
    expect(extractAnswer('', robotBook)).toEqual([]);
    expect(extractAnswer('topic', [])).toEqual([]);
  });

  it('takes the code behind the sentence along', () => {
    const text = 'Intro words here. Start the talker like this:\n```bash\nros2 run demo talker\n```\nOther text.';
    expect(extractAnswer('how do I start the talker', [{ id: 'a', text }])[0]?.text).toContain('ros2 run demo talker');
    const plain = 'Start the talker like this:\nros2 run demo talker\nOther text.';
    const codeSpans = [{ start: 28, end: 48 }];
    expect(extractAnswer('how do I start the talker', [{ id: 'a', text: plain, codeSpans }])[0]?.text).toContain(
      'ros2 run demo talker',
    );
  });

  it('is verbatim on any text', () => {
    const words = fc.constantFrom(
      'topic',
      'node',
      '. ',
      'e.g. ',
      '۔',
      '。',
      '\n',
      '🤖',
      'ros2',
      '/scan',
      ' ',
      '3.14',
      '\u0000',
      '\ud800',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (all) => {
        const sections = all.map((pieces, i) => ({ id: String(i), text: pieces.join('') }));
        for (const quote of extractAnswer('topic node ros2 scan', sections)) {
          const section = sections.find(({ id }) => id === quote.id);
          expect(section?.text.slice(quote.start, quote.end)).toBe(quote.text);
          expect(quote.text.trim()).not.toBe('');
          expect(Number.isFinite(quote.score)).toBe(true);
        }
      }),
    );
  });
});
