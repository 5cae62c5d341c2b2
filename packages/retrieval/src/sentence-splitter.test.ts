import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentence-splitter.ts';

const sentences = (text: string): string[] => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each([
    ['It works. So it does! Does it? Yes.', ['It works.', 'So it does!', 'Does it?', 'Yes.']],
    ['Use e.g. a lidar. It helps.', ['Use e.g. a lidar.', 'It helps.']],
    ['See Fig. 3 and Eq. 2.1 for it. Next.', ['See Fig. 3 and Eq. 2.1 for it.', 'Next.']],
    ['Dr. A. Turing wrote it, i.e. he did. Then 3.14 m.', ['Dr. A. Turing wrote it, i.e. he did.', 'Then 3.14 m.']],
    [
      'Run ros2 topic echo /scan. Then open robot.urdf.xacro.',
      ['Run ros2 topic echo /scan.', 'Then open robot.urdf.xacro.'],
    ],
    ['Version 2.0.1 is out. Import numpy.linalg now.', ['Version 2.0.1 is out.', 'Import numpy.linalg now.']],
    ['He said “stop.” She did.', ['He said “stop.”', 'She did.']],
    ['یہ ایک نوڈ ہے۔ کیا یہ چلتا ہے؟ ہاں۔', ['یہ ایک نوڈ ہے۔', 'کیا یہ چلتا ہے؟', 'ہاں۔']],
    ['यह एक रोबोट है। वह चलता है।', ['यह एक रोबोट है।', 'वह चलता है।']],
    ['这是节点。它会运行！对吗？', ['这是节点。', '它会运行！', '对吗？']],
    ['First:\n- one thing\n- another. And more.', ['First:', '- one thing', '- another.', 'And more.']],
    ['Heading\n\nA line\nthat goes on. End', ['Heading', 'A line\nthat goes on.', 'End']],
    ['Run it:\n```bash\nls -l. Foo. Bar\n```\nDone.', ['Run it:', '```bash\nls -l. Foo. Bar\n```', 'Done.']],
    ['Wait... what? Etc. Then', ['Wait... what?', 'Etc.', 'Then']],
  ])('splits %j', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('keeps a marked block of code in one piece', () => {
    const text = 'Start it. x = 1. y = 2. Done.';
    const spans = splitSentences(text, [{ start: 10, end: 23 }]);
    expect(spans.map(({ start, end, isCode }) => [text.slice(start, end), isCode])).toEqual([
      ['Start it.', false],
      ['x = 1. y = 2.', true],
      ['Done.', false],
    ]);
  });

  it('takes each row of a table for one sentence', () => {
    const text = 'As a table:\nsensor | rate\nIMU | 200 Hz. Or more.\ncamera | \nIt ends. Here.';
    const spans = splitSentences(text);
    expect(spans.map(({ start, end, row }) => [text.slice(start, end), row])).toEqual([
      ['As a table:', undefined],
      ['sensor | rate', 'header'],
      ['IMU | 200 Hz. Or more.', 'body'],
      ['camera |', 'body'],
      ['It ends.', undefined],
      ['Here.', undefined],
    ]);
  });

  it('takes a pipe in running text for no table', () => {
    expect(sentences('Run a | b here. Then stop.')).toEqual(['Run a | b here.', 'Then stop.']);
    expect(sentences('Run a | b here.\nThen stop | it | now. End.')).toEqual([
      'Run a | b here.',
      'Then stop | it | now.',
      'End.',
    ]);
  });

  it('covers all but blanks of any text, in order and without overlap', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('. ', ' | ', '\n', '\n- ', '```\n', '۔ ', '。', 'e.g. '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const sentence of splitSentences(text)) {
          expect(sentence.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(end, sentence.start).trim()).toBe('');
          expect(sentence.end).toBeGreaterThan(sentence.start);
          end = sentence.end;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
    );
  });
});
