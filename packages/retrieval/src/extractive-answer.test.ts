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

  it('never quotes a quoted opinion without what sets it right', () => {
    const text =
      'Common mistakes follow. "LiDAR works on glass." Clean glass is nearly invisible to it.\n\n"LiDAR is cheap."';
    const [quote] = extractAnswer('does LiDAR work on glass', [{ id: 'a', text }], { maxLength: 1 });
    expect(quote?.text).toBe('"LiDAR works on glass." Clean glass is nearly invisible to it.');
    expect(extractAnswer('is LiDAR cheap', [{ id: 'a', text: '"LiDAR is cheap."' }])).toEqual([]);
  });

  it('never quotes a question of the text without what follows it', () => {
    const text = 'Filler stands here. Does a lidar beam pass through glass? It mostly does. More filler.';
    const [quote] = extractAnswer('does a lidar beam pass glass', [{ id: 'a', text }], { maxLength: 1 });
    expect(quote?.text).toBe('Does a lidar beam pass through glass? It mostly does.');
  });

  it('quotes at most two rows of a table, never its head alone', () => {
    const table = 'sensor | rate | error\nIMU | 200 Hz | drift\nLiDAR | 10 Hz | glass\ncamera | 30 Hz | blur';
    const text = `A table of sensors.\n${table}\nAfter it.`;
    const quotes = ['camera rate', 'IMU rate', 'sensor rate error'].map(
      (question) => extractAnswer(question, [{ id: 'a', text }])[0]?.text,
    );
    expect(quotes[0]).toBe('camera | 30 Hz | blur');
    expect(quotes[1]).toBe('sensor | rate | error\nIMU | 200 Hz | drift');
    for (const quote of quotes) {
      expect(quote?.split('\n').length).toBeLessThanOrEqual(2);
      expect(quote).not.toBe('sensor | rate | error');
    }
  });

  it('prefers a sentence that answers to one that only announces or asks', () => {
    const text =
      'After thirteen weeks of the course you can:\n\n- drive a robot\n\nIs the course long? The whole course takes thirteen weeks.';
    const [quote] = extractAnswer('how many weeks does the whole course take', [{ id: 'a', text }], { maxLength: 1 });
    expect(quote?.text).toBe('The whole course takes thirteen weeks.');
  });

  it('prefers the sentence with the year when one is asked for', () => {
    const text = 'Jazzy is a release that is supported for long. The release Jazzy is supported until May 2029.';
    const [quote] = extractAnswer('until what year is the Jazzy release supported', [{ id: 'a', text }], {
      maxLength: 1,
    });
    expect(quote?.text).toContain('2029');
  });

  it('quotes a further section only when it has much of the matter too', () => {
    const sections = [
      { id: 'a', text: 'A late subscriber receives the last message with transient local durability.' },
      { id: 'b', text: 'The logger receives now.' },
      { id: 'c', text: 'Transient local durability keeps the last message for a late subscriber.' },
    ];
    const question = 'does a late subscriber receive the last message with transient local durability';
    expect(extractAnswer(question, sections).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  describe('knows a sentence by the heading that it stands under', () => {
    const glossary = [{ term: 'frame', aliases: ['coordinate frame'] }];
    const sections = [
      {
        id: 'matrix',
        heading: 'Transforms',
        text: 'A matrix turns the coordinates of a vector from one frame to another.',
      },
      { id: 'frame', heading: 'frame', text: 'An origin with three axes. Distances are given in it.' },
      { id: 'delay', heading: 'Latency', text: 'A reading is old. Send a command before it matters.' },
    ];
    const documents = sections.map(({ id, heading, text }) => ({ id, title: heading, path: [], text }));
    const book = buildIndex(documents, { glossary });
    const quoteOf = (question: string) => extractAnswer(question, sections, { index: book, maxLength: 1 })[0];

    it.each(['What is a frame?', 'What is a coordinate frame?', 'what does coordinate frame mean', 'frame kya hai'])(
      'quotes the definition for “%s”, which does not name its own term',
      (question) => expect(quoteOf(question)?.text).toBe('An origin with three axes.'),
    );

    it('prefers among sentences that are about the heading the one that says more of the question', () => {
      expect(quoteOf('When does the latency of a command matter?')?.text).toContain('Send a command');
    });
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
