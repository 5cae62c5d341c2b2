/** What the book itself suggests to ask is answered: from the chapter that suggests it, or from the glossary. */
import { readFileSync } from 'node:fs';
import { bookSchema, chatResponseSchema } from '@lectern/contracts';
import { describe, expect, inject, test } from 'vitest';

const origin = inject('origin');
const book =
  origin === '' ? undefined : bookSchema.parse(JSON.parse(readFileSync('docusaurus/build/lectern/book.json', 'utf8')));
const GLOSSARY = 'default/current/appendix/glossary';
const suggestions = (book?.chapters ?? []).flatMap((chapter) =>
  chapter.suggestedQuestions.map((question) => ({ question, key: chapter.key })),
);

async function ask(question: string) {
  const response = await fetch(`${origin}/api/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question, scope: { type: 'book' } }),
  });
  return chatResponseSchema.parse(await response.json());
}

describe.skipIf(origin === '')('what the book suggests to ask', () => {
  test('there are suggestions', () => expect(suggestions.length).toBeGreaterThan(10));

  test.each(suggestions)('$question', async ({ question, key }) => {
    const { mode, citations } = await ask(question);
    expect(mode).toBe('extractive');
    const [first] = citations;
    expect(first).toBeDefined();
    // What the glossary explains, a chapter may explain better.
    if (key !== GLOSSARY) expect([key, GLOSSARY]).toContain(first?.chapterId);
  });
});
