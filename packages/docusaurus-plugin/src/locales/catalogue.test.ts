/** The catalogue against the code: each message once, with a note for translators, and complete in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import type { Message } from '../client/messages.ts';
import { SHORTCUT_MESSAGES } from '../client/shortcuts.messages.ts';
import { BACKGROUND_MESSAGES } from '../features/account/account-background.messages.ts';
import { ACCOUNT_DATA_MESSAGES } from '../features/account/account-data.messages.ts';
import { ACCOUNT_ENTRY_MESSAGES } from '../features/account/account-entry.messages.ts';
import { ACCOUNT_FORM_MESSAGES } from '../features/account/account-form.messages.ts';
import { ACCOUNT_ME_MESSAGES } from '../features/account/account-me.messages.ts';
import { ACCOUNT_PAGE_MESSAGES } from '../features/account/account-pages.messages.ts';
import { ACCOUNT_STEP_MESSAGES } from '../features/account/account-steps.messages.ts';
import { CHAT_MESSAGES } from '../features/chat/chat.messages.ts';
import { LAUNCHER_MESSAGES } from '../features/chat/chat-launcher.messages.ts';
import { GLOSSARY_MESSAGES } from '../features/glossary/glossary.messages.ts';
import { LEARN_MESSAGES } from '../features/learning/learn.messages.ts';
import { LEARN_SHELL_MESSAGES } from '../features/learning/learn-shell.messages.ts';
import { LEARNING_MESSAGES } from '../features/learning/learning.messages.ts';
import { NOTES_MESSAGES } from '../features/learning/notes.messages.ts';
import { quizMessages } from '../features/learning/quiz-messages.ts';
import { REVIEW_MESSAGES } from '../features/learning/review.messages.ts';
import { SEARCH_MESSAGES } from '../features/search/search.messages.ts';
import { TRANSLATION_MESSAGES } from '../features/translation/translation.messages.ts';

const MESSAGES: Message[] = [
  ACCOUNT_DATA_MESSAGES,
  ACCOUNT_ENTRY_MESSAGES,
  ACCOUNT_FORM_MESSAGES,
  ACCOUNT_ME_MESSAGES,
  ACCOUNT_PAGE_MESSAGES,
  ACCOUNT_STEP_MESSAGES,
  BACKGROUND_MESSAGES,
  CHAT_MESSAGES,
  GLOSSARY_MESSAGES,
  LAUNCHER_MESSAGES,
  LEARN_MESSAGES,
  LEARN_SHELL_MESSAGES,
  LEARNING_MESSAGES,
  NOTES_MESSAGES,
  quizMessages,
  REVIEW_MESSAGES,
  SEARCH_MESSAGES,
  SHORTCUT_MESSAGES,
  TRANSLATION_MESSAGES,
].flatMap((group) => Object.values<Message>(group));

function readCatalogue(name: string): Map<string, unknown> {
  const data: unknown = JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
  return new Map(Object.entries(typeof data === 'object' && data !== null ? data : {}));
}

const english = readCatalogue('en.json');
const languages = readdirSync(new URL('.', import.meta.url)).filter((name) => /^(?!en\.).*\.json$/.test(name));
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('ids are unique and named after their feature', () => {
  const ids = MESSAGES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^lectern\.[a-z]+\.[A-Za-z]+$/);
});

// en.json is for translators; it is never loaded: the code's own English is what the page shows.
test('en.json says what the code says, with a note for translators', () => {
  expect([...english.keys()].sort()).toEqual(MESSAGES.map(({ id }) => id).sort());
  for (const { id, message } of MESSAGES) {
    expect(english.get(id)).toEqual({ message, description: expect.stringMatching(/\S{3}/) });
  }
});

/** The scripts that a language is written in, as Unicode names them. */
const SCRIPTS: Readonly<Record<string, string>> = {
  ar: '\\p{Script=Arabic}',
  bn: '\\p{Script=Bengali}',
  hi: '\\p{Script=Devanagari}',
  ja: '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー',
  ko: '\\p{Script=Hangul}',
  ru: '\\p{Script=Cyrillic}',
  ur: '\\p{Script=Arabic}',
  zh: '\\p{Script=Han}',
};
const LATIN = '\\p{Script=Latin}';

/** What readers see of a catalogue, without places: the letters of its text. */
const letters = (text: string) => text.replace(/\{\w+\}/g, '').match(/\p{L}/gu) ?? [];

test('there is a catalogue for every language that readers may choose', () => {
  const others = Object.keys(SUPPORTED_LANGUAGES).filter((code) => code !== 'en');
  expect(languages.map((name) => name.replace('.json', '')).sort()).toEqual(others.sort());
});

describe.each(languages)('%s', (name) => {
  const language = name.replace('.json', '');
  const catalogue = readCatalogue(name);
  const textOf = (id: string) => {
    const text = catalogue.get(id);
    return typeof text === 'string' ? text : '';
  };
  const texts = MESSAGES.map(({ id, message }) => ({ id, message, text: textOf(id) }));

  test('has every message, and no other', () => {
    expect([...catalogue.keys()].sort()).toEqual([...english.keys()].sort());
    expect(texts.filter(({ text }) => text.trim() !== text || text.split('|').some((form) => form === ''))).toEqual([]);
  });

  test('has a form for each plural category of the language', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const { id, message, text } of texts) {
      const forms = message.includes('|') ? pluralCategories.length : 1;
      expect([id, text.split('|').length]).toEqual([id, forms]);
    }
  });

  // A form for exactly one or two may say the number in words; the last stands for most numbers.
  test('has the places of the English in every form', () => {
    const withoutCount = (text: string) => places(text).filter((place) => place !== '{count}');
    for (const { id, message, text } of texts) {
      const forms = text.split('|');
      expect([id, places(forms.at(-1) ?? '')]).toEqual([id, places(message)]);
      for (const form of forms) expect([id, withoutCount(form)]).toEqual([id, withoutCount(message)]);
    }
  });

  test('is written in the script of the language', () => {
    const own = new RegExp(`[${SCRIPTS[language] ?? LATIN}]`, 'u');
    const all = texts.flatMap(({ text }) => letters(text));
    // Names of products, keys and formats stay in Latin letters.
    expect(all.filter((letter) => own.test(letter)).length / all.length).toBeGreaterThan(0.9);
    expect(all.filter((letter) => !own.test(letter) && !/\p{Script=Latin}|ー/u.test(letter))).toEqual([]);
  });

  test('is not English', () => {
    const same = texts.filter(({ message, text }) => text === message && letters(text).length > 0);
    expect(same.length / texts.length).toBeLessThan(0.03);
  });

  test('speaks calmly, and leaves direction to the page', () => {
    const loud = texts.filter(({ text }) => /[!！\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u.test(text));
    expect(loud).toEqual([]);
  });
});

// Arabic's ي ك ة look alike, but are other letters: searches and screen readers trip over them.
test('Urdu is written with the letters of Urdu', () => {
  const text = [...readCatalogue('ur.json').values()].join('\n');
  expect(text.match(/[يكة٠-٩۰-۹,;?]/g) ?? []).toEqual([]);
});
