/** The catalogue against the code: each message once, with a note for translators, and complete in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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

test.each(languages)('%s is complete, with the same places and no more plural forms than the language has', (name) => {
  const catalogue = readCatalogue(name);
  const forms = new Intl.PluralRules(name.replace('.json', '')).resolvedOptions().pluralCategories.length;
  expect([...catalogue.keys()].sort()).toEqual([...english.keys()].sort());
  for (const { id, message } of MESSAGES) {
    const text = String(catalogue.get(id));
    expect([id, places(text)]).toEqual([id, places(message)]);
    if (message.includes('|')) expect(text.split('|').length).toBeLessThanOrEqual(forms);
    else expect(text).not.toContain('|');
  }
});
