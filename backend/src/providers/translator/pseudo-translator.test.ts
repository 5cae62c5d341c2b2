import { tokenizeText } from '@lectern/segments';
import { describe, expect, it } from 'vitest';
import { createPseudoTranslator } from './pseudo-translator.ts';
import type { TranslatorTerm } from './translator.port.ts';

const TEXT = 'A <g1>node</g1> runs <x2/> at 50 Hz &amp; /cmd_vel needs ROS 2.';
const glossary: readonly TranslatorTerm[] = [
  { term: 'node', policy: 'translate', target: 'نوڈ' },
  { term: 'needs', policy: 'keep' },
  { term: 'state-of-the-art (SOTA)', policy: 'keep' },
];
const meter = () => Promise.reject(new Error('nothing is paid'));
const segment = { id: 'a', kind: 'paragraph', text: TEXT, headingPath: [], readings: new Map() } as const;

const written = async (target: string, signal = new AbortController().signal) => {
  const request = { source: 'en', target, segments: [segment], chapterTitle: '', glossary, signal };
  const { results } = await createPseudoTranslator().translate(request, meter);
  return results.get('a') ?? '';
};
const tagsOf = (text: string) => tokenizeText(text).filter(({ type }) => type !== 'text');

describe('the pseudo engine', () => {
  it.each([
    ['ur', /\p{Script=Arabic}/u],
    ['ru', /\p{Script=Cyrillic}/u],
    ['zh', /\p{Script=Han}/u],
    ['de', /[äöü]/u],
  ])('writes in the script of %s, and keeps placeholders, quantities, names and kept terms', async (target, script) => {
    const text = await written(target);
    expect(text).toMatch(script);
    expect(text).not.toMatch(/node|runs/);
    expect(tagsOf(text)).toEqual(tagsOf(TEXT));
    for (const kept of ['50 Hz', '&amp;', '/cmd_vel', 'needs', 'ROS 2']) expect(text).toContain(kept);
  });

  it('answers none when nobody waits, or the language is none of the site', async () => {
    await expect(written('ur', AbortSignal.abort())).rejects.toMatchObject({ kind: 'aborted' });
    await expect(written('tlh')).rejects.toMatchObject({ kind: 'unsupported_language' });
    expect(createPseudoTranslator().supports('en', 'tlh')).toBe(false);
  });
});
