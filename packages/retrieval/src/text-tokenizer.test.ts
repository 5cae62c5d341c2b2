import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from './text-tokenizer.ts';
import { stemWord } from './word-stem.ts';

const surfaces = (text: string): string[] => tokenize(text).map((token) => token.surface);

describe('tokenize', () => {
  it.each([
    ['joint_state_publisher', ['jointstatepublisher', 'joint', 'state', 'publisher']],
    ['MoveGroup', ['movegroup', 'move', 'group']],
    ['URDFParser', ['urdfparser', 'urdf', 'parser']],
    ['ros2 topic', ['ros2', 'ros', '2', 'topic']],
    ['x86', ['x86']],
    ['ﬁne Ａ１', ['fine', 'a1']],
    ['soft\u00ADhyphen', ['softhyphen']],
    ['__', []],
  ])('splits %s', (text, expected) => {
    expect(surfaces(text)).toEqual(expected);
  });

  it('unifies the letters of Arabic script and drops vowel signs and joiners', () => {
    expect(surfaces('كِتَابٌ')).toEqual(surfaces('کتاب'));
    expect(surfaces('می\u200Cروم')).toEqual(['میروم']);
    expect(surfaces('۲۰۲٦')).toEqual(['2026']);
  });

  it('cuts scripts without blanks into words and pairs', () => {
    expect(surfaces('机器人学')).toEqual(expect.arrayContaining(['机器', '器人', '人学']));
    expect(surfaces('センサーデータ')).toContain('センサー');
    expect(surfaces('หุ่นยนต์ทำงาน').length).toBeGreaterThan(1);
    expect(surfaces('ROS节点通信')).toEqual(expect.arrayContaining(['ros', '节点', '通信']));
  });

  it('numbers words in ascending order and never gives an empty one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const tokens = tokenize(text);
        expect(tokens.every((token) => token.surface.length > 0 && token.surface.length <= 64)).toBe(true);
        expect(tokens.every((token, i) => i === 0 || token.position >= (tokens[i - 1]?.position ?? 0))).toBe(true);
      }),
    );
  });
});

describe('stemWord', () => {
  it.each([
    ['navigation', 'english', 'navig'],
    ['navigating', 'english', 'navig'],
    ['kitaplar', 'prefix', 'kitap'],
    ['größere', 'prefix', 'gross'],
    ['роботами', 'english', 'робот'],
    ['الروبوت', 'english', 'روبوت'],
    ['mp4', 'english', 'mp4'],
  ] as const)('brings %s (%s) to %s', (word, stemming, stem) => {
    expect(stemWord(word, stemming)).toBe(stem);
  });
});
