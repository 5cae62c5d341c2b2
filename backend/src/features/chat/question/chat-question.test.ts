import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedForm } from '../../../middleware/accepted-form.ts';
import { leaningOf } from './chat-follow-up.ts';
import { cleanQuestion, cleanText } from './chat-question.ts';

describe('cleanText', () => {
  it.each([
    ['a\u202Ecod\u202C b', 'acod b'],
    ['a\u0000b\u0007', 'a b'],
    ['  a \n\t b ', 'a b'],
    ['e\u0301', 'é'],
    ['می\u200Cروم', 'می\u200Cروم'],
    ['👩\u200D🔬', '👩\u200D🔬'],
    ['\uD800x', '\uFFFDx'],
  ])('of %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('is stable, and holds nothing that hides or turns text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cleaned = cleanText(text);
        expect(cleanText(cleaned)).toBe(cleaned);
        expect(cleaned).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(cleaned.isWellFormed()).toBe(true);
      }),
      { seed: 13 },
    );
  });
});

describe('cleanQuestion', () => {
  it.each(['', ' ', '🤖', '…?'])('refuses %j', (question) => {
    expect(() => cleanQuestion(question)).toThrow(/in words/);
  });
});

describe('leaningOf', () => {
  it.each([
    ['and for lidar?', 'open'],
    ['why?', 'open'],
    ['اور لائیڈار کے لیے؟', 'open'],
    ['does it work outdoors in bright sun?', 'points'],
    ['Which yeast makes the best sourdough bread?', 'none'],
    ['android phones as robot brains for beginners', 'none'],
  ] as const)('of %j is %s', (question, expected) => {
    expect(leaningOf(question)).toBe(expected);
  });
});

describe('acceptedForm', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['text/event-stream', 'stream'],
    ['TEXT/Event-Stream; charset=utf-8', 'stream'],
    ['application/json, text/event-stream', 'stream'],
    ['application/json, text/event-stream;q=0.5', 'json'],
    ['text/event-stream;q=0, application/*', 'json'],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
  ])('of %j is %j', (header, expected) => {
    expect(acceptedForm(header)).toBe(expected);
  });
});
