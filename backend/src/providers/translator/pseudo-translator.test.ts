import { describe, expect, it } from 'vitest';
import { parseNeutral, writeNeutral } from './neutral-text.ts';
import { createPseudoTranslator, type PseudoMode, pseudoTranslate } from './pseudo-translator.ts';
import type { TranslatorTerm } from './translator.port.ts';

const TEXT = 'A <g1>node</g1> runs <x2/> at 50 Hz &amp; /cmd_vel needs ROS 2.';
const glossary: readonly TranslatorTerm[] = [
  { term: 'ROS 2', policy: 'keep' },
  { term: 'state-of-the-art (SOTA)', policy: 'keep' },
];
const written = (mode: PseudoMode, target = 'ur') => pseudoTranslate(TEXT, mode, { target, glossary });
const tagsOf = (text: string) => parseNeutral(text).filter(({ type }) => type !== 'text');

describe('the pseudo engine', () => {
  it('writes in the script of the language, and keeps placeholders, numbers, units, names and terms', () => {
    expect(written('language')).toBe('ا <g1>نودی</g1> رانس <x2/> ات 50 Hz &amp; /cmd_vel نییدس ROS 2.');
    expect(written('language', 'ru')).toMatch(/\p{Script=Cyrillic}/u);
    expect(written('language', 'de')).toContain('<g1>ñóđé</g1>');
  });

  it('writes upper case, without blanks beside placeholders, and hostile marks, with each placeholder once', () => {
    expect(written('upper')).toBe('A <g1>NODE</g1> RUNS <x2/> AT 50 Hz &amp; /cmd_vel NEEDS ROS 2.');
    expect(written('glued')).not.toMatch(/ <|> /);
    expect(written('hostile')).toContain('*_[');
    for (const mode of ['upper', 'glued', 'hostile'] as const) expect(tagsOf(written(mode))).toEqual(tagsOf(TEXT));
  });

  it('leaves a text as it is when it is read and written', () => {
    expect(writeNeutral(parseNeutral(TEXT))).toBe(TEXT);
    expect(parseNeutral('a &lt;x1/&gt; b')).toEqual([{ type: 'text', text: 'a <x1/> b' }]);
  });

  it('answers every segment, and none when nobody waits', async () => {
    const translator = createPseudoTranslator();
    const segment = { id: 'a', kind: 'paragraph', text: TEXT, headingPath: [], readings: new Map() } as const;
    const request = { source: 'en', target: 'ur', segments: [segment], chapterTitle: '', glossary };
    const meter = () => Promise.reject(new Error('nothing is paid'));
    const { results } = await translator.translate({ ...request, signal: new AbortController().signal }, meter);
    expect(results.get('a')).toBe(written('language'));
    const aborted = translator.translate({ ...request, signal: AbortSignal.abort() }, meter);
    await expect(aborted).rejects.toMatchObject({ kind: 'aborted' });
  });
});
