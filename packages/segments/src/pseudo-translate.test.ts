import { describe, expect, it } from 'vitest';
import { normalizeTranslation } from './normalize-translation.ts';
import { PSEUDO_SCRIPTS } from './pseudo-scripts.ts';
import { pseudoTranslate } from './pseudo-translate.ts';
import { validateTranslation } from './validate-translation.ts';

const TEXTS = [
  'A <g1>node</g1> runs <x2/> 10 times a second, at 9.81 m/s² and &lt; 5 Hz; does it stop?',
  'ROS 2 Jazzy with LiDAR: the sensor that measures distance, and its noise.',
  'Set <x1/> to <g2>reliable</g2>, then read the log by yourself & wait.'.replace('&', '&amp;'),
  'Robot',
];
const LANGUAGES = Object.keys(PSEUDO_SCRIPTS).filter(
  (code): code is keyof typeof PSEUDO_SCRIPTS => code in PSEUDO_SCRIPTS,
);

describe('pseudo-translations', () => {
  it.each(LANGUAGES)('pass the checks of %s, change every text, and need no mending', (language) => {
    for (const text of TEXTS) {
      const pseudo = pseudoTranslate({ text }, language);
      expect(pseudo).not.toBe(text);
      expect(normalizeTranslation({ text }, pseudo, { language })).toBe(pseudo);
      expect(validateTranslation({ text }, pseudo, { language })).toEqual([]);
    }
  });

  it('are the same each time, and keep names, numbers and placeholders', () => {
    const [text = ''] = TEXTS;
    expect(pseudoTranslate({ text }, 'ur')).toBe(pseudoTranslate({ text }, 'ur'));
    expect(pseudoTranslate({ text: 'ROS 2 LiDAR' }, 'zh')).toBe('ROS 2 LiDAR');
    expect(pseudoTranslate({ text }, 'hi')).toMatch(/<g1>.+<\/g1>.*<x2\/> 10 .*9\.81 .*&lt; 5/);
  });

  it('keep quantities, paths, identifiers, and the terms that they are told to, in the plural too', () => {
    const text = 'Two gears turn at 50 Hz; geared wheels wait for /cmd_vel and package.xml, 9.81 m/s² and/or C3.';
    for (const language of ['ur', 'zh', 'de'] as const) {
      const pseudo = pseudoTranslate({ text }, language, { kept: ['gear', 'C++ (Cpp)'] });
      for (const kept of ['gears', '50 Hz', '/cmd_vel', 'package.xml', '9.81 m/s²', 'C3']) {
        expect(pseudo).toContain(kept);
      }
      expect(pseudo).not.toMatch(/Two|geared|wheels|and/);
    }
  });

  it('stress what they say they do', () => {
    expect(pseudoTranslate({ text: 'a <g1>b</g1> &lt; c' }, 'upper')).toBe('A <g1>B</g1> &lt; C');
    expect(pseudoTranslate({ text: 'a <g1>bc</g1> d' }, 'glued')).toMatch(/^\p{L}<g1>「\p{L}+」<\/g1>\p{L}$/u);
    expect(pseudoTranslate({ text: 'some words of a sentence that is long enough' }, 'hostile')).toMatch(
      /[*_`[\]{}:|#]/,
    );
  });
});
