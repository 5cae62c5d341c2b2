/** The interface's words in the languages that a reader may read in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FOOTER_COPYRIGHT, labelId } from './client/frame-labels.ts';
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

test('a dictionary has the labels of navigation, footer and sidebars, by what they are in the site’s language', async () => {
  const write = (file: string, words: Record<string, { message: string }>) => {
    const path = join(i18nDir, 'ur', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(words));
  };
  write('docusaurus-theme-classic/navbar.json', { 'item.label.Contents': { message: 'فہرست' } });
  write('docusaurus-theme-classic/footer.json', { copyright: { message: 'متن <b>CC</b>' } });
  write('docusaurus-plugin-content-docs/current.json', {
    'sidebar.book.category.Weeks 1–2 · Part 1.0': { message: 'ہفتے 1 تا 2' },
    'version.label': { message: 'تازہ' },
  });
  const urdu = (await readDictionaries(sources, 'en')).get('ur') ?? {};
  expect(urdu[labelId('Contents')]).toBe('فہرست');
  expect(urdu[labelId('Weeks 1–2 · Part 1.0')]).toBe('ہفتے 1 تا 2');
  expect(urdu[FOOTER_COPYRIGHT]).toBe('متن <b>CC</b>');
  expect(Object.values(urdu)).not.toContain('تازہ');
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
