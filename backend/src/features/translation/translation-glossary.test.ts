import { describe, expect, it } from 'vitest';
import { createLanguageGlossary } from './translation-glossary.ts';

const term = (name: string, more: { aliases?: string[]; urdu?: string; policy?: 'keep' | 'translate' } = {}) => ({
  term: name,
  aliases: more.aliases ?? [],
  policy: more.policy ?? ('keep' as const),
  ...(more.urdu ? { urdu: more.urdu } : {}),
});
const book = [
  term('callback', { aliases: ['callbacks'] }),
  term('callback group'),
  term('C++'),
  term('noise', { urdu: 'شور', policy: 'translate' }),
];

describe('the terms of a text', () => {
  it('are words of their own, in whatever case, by their other names, the outer ones first', () => {
    const glossary = createLanguageGlossary(book, [], 'ur');
    const names = (text: string) => glossary.termsIn(text).map(({ term: name }) => name);
    expect(names('Callbacks of one callback group run in turn.')).toEqual(['callback group', 'callback']);
    expect(names('Written in C++, not in C.')).toEqual(['C++']);
    expect(names('A noisy recallbacked thing.')).toEqual([]);
  });

  it('have the book’s word in Urdu, and none in other languages', () => {
    expect(createLanguageGlossary(book, [], 'ur').termsIn('noise')).toMatchObject([
      { policy: 'translate', target: 'شور' },
    ]);
    expect(createLanguageGlossary(book, [], 'fr').termsIn('noise')[0]?.target).toBeUndefined();
  });

  it('follow what authors chose for the language', () => {
    const chosen = [
      { term: 'Noise', policy: 'translate' as const, target: 'bruit' },
      { term: 'wheel', policy: 'translate' as const, target: 'roue' },
    ];
    const glossary = createLanguageGlossary(book, chosen, 'fr');
    expect(glossary.termsIn('The noise of a wheel').map(({ target }) => target)).toEqual(['bruit', 'roue']);
  });

  it('have a version that changes with them alone', () => {
    const before = createLanguageGlossary(book, [], 'fr');
    const after = createLanguageGlossary(book, [{ term: 'noise', policy: 'translate', target: 'bruit' }], 'fr');
    expect(after.versionFor('noise')).not.toBe(before.versionFor('noise'));
    expect(after.versionFor('a callback')).toBe(before.versionFor('a callback'));
    expect(before.versionFor('nothing of it')).toBe('');
  });

  it('are none without a glossary', () => {
    expect(createLanguageGlossary([], [], 'ur').termsIn('noise')).toEqual([]);
  });
});
