/** The interface's words in the languages that a reader may read in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { interfaceModule, readDictionaries } from './interface-module.ts';

const i18nDir = mkdtempSync(join(tmpdir(), 'lectern-i18n-'));
afterAll(() => rmSync(i18nDir, { recursive: true }));
const sources = { siteDir: resolve('docusaurus'), i18nDir, locales: new URL('locales/', import.meta.url) };

test('a dictionary has the theme’s words, the plugin’s, and the site’s own above both', async () => {
  mkdirSync(join(i18nDir, 'ur'));
  const own = { 'theme.common.skipToMainContent': { message: 'کتاب پر جائیں' }, 'book.next': { message: 'اگلا' } };
  writeFileSync(join(i18nDir, 'ur', 'code.json'), JSON.stringify(own));
  const dictionaries = await readDictionaries(sources, 'en');
  const urdu = dictionaries.get('ur') ?? {};
  expect(urdu['theme.common.skipToMainContent']).toBe('کتاب پر جائیں');
  expect(urdu['book.next']).toBe('اگلا');
  expect(urdu['theme.CodeBlock.copy']).toMatch(/\p{Script=Arabic}/u);
  expect(urdu['lectern.translation.original']).toMatch(/\p{Script=Arabic}/u);
  expect(dictionaries.has('en')).toBe(false);
  expect(dictionaries.get('pt')?.['theme.CodeBlock.copy']).toBe('Copiar');
});

test('the site’s own language needs none', async () => {
  expect((await readDictionaries(sources, 'ur')).has('ur')).toBe(false);
});

test('the module loads each language as a chunk of its own', () => {
  expect(interfaceModule(['ur', 'de'])).toBe(
    'export default {\n' +
      '  "ur": () => import("@generated/lectern/default/interface-ur.json"),\n' +
      '  "de": () => import("@generated/lectern/default/interface-de.json"),\n};\n',
  );
});
