/** The book's own interface in every language: `i18n/<language>/code.json`, as `docusaurus write-translations` keeps it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const source = path.dirname(fileURLToPath(import.meta.url));
const languages = Object.keys(SUPPORTED_LANGUAGES).filter((code) => code !== 'en');

/** Ids that the code names, as properties (`id: '…'`) or attributes (`id="…"`). */
const ids = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) =>
      Array.from(readFileSync(path.join(source, name), 'utf8').matchAll(/\bid[:=]\s*['"](book\.[\w.]+)['"]/g)),
    )
    .map(([, id = '']) => id),
);

/** The form of Docusaurus' own files. */
const wordsSchema = z.record(z.string(), z.object({ message: z.string() }));

function readWords(language: string): Map<string, string> {
  const file = path.join(source, '..', 'i18n', language, 'code.json');
  const words = existsSync(file) ? wordsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return new Map(Object.entries(words).map(([id, { message }]) => [id, message]));
}

const places = (text = '') => Array.from(new Set(text.match(/\{\w+\}/g) ?? [])).sort();
const urdu = readWords('ur');

it('is found in the code', () => {
  expect(ids.size).toBeGreaterThan(60);
});

describe.each(languages)('%s', (language) => {
  const words = readWords(language);

  it('has every message of the book, and mends the theme’s words only', () => {
    expect(Array.from(ids).filter((id) => !words.get(id)?.trim())).toEqual([]);
    expect(Array.from(words.keys()).filter((id) => !ids.has(id) && !id.startsWith('theme.'))).toEqual([]);
  });

  it('has the same places as the other languages', () => {
    for (const id of ids) expect([id, places(words.get(id))]).toEqual([id, places(urdu.get(id))]);
  });
});
