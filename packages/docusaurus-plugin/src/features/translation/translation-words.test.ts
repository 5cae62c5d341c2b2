/** What a reader is told of the state of a translation. */
import { afterEach, expect, test } from 'vitest';
import { setInterfaceLanguage } from '../../client/messages.ts';
import { ORIGINAL_STATE, type TranslationState } from './translation.store.ts';
import { announcementOf, badgeOf, noticeOf, percentOf } from './translation-words.ts';

afterEach(() => setInterfaceLanguage(undefined));

const BASE: TranslationState = {
  ...ORIGINAL_STATE,
  chapter: { key: 'default/current/a', sourceHash: 'h' },
  source: 'en',
  beside: false,
  languages: null,
};
const done = (fields: Partial<TranslationState>): TranslationState => ({
  ...BASE,
  language: 'ur',
  phase: 'done',
  total: 100,
  statuses: { machine: 82, reviewed: 0, locked: 0, outdated: 0 },
  left: { untranslated: 15, changed: 3, failed: 0 },
  ...fields,
});

test('the badge has the share, what is newer in the original, and who stands behind it', () => {
  expect(badgeOf(done({}))).toEqual([
    '82% translated',
    '3 paragraphs newer in the original',
    'machine translation, not reviewed yet',
  ]);
  const reviewed = { machine: 0, reviewed: 99, locked: 1, outdated: 0 };
  const none = { untranslated: 0, changed: 0, failed: 0 };
  expect(badgeOf(done({ statuses: reviewed, left: none }))).toEqual(['100% translated', 'reviewed by people']);
  expect(badgeOf(BASE)).toEqual([]);
});

test('a share is never rounded to all or to nothing', () => {
  expect(percentOf(0.999, 'en')).toBe('99%');
  expect(percentOf(0.001, 'en')).toBe('1%');
  expect(percentOf(1, 'en')).toBe('100%');
});

test('why something is missing is said, and nothing where nothing is', () => {
  expect(noticeOf(done({ notice: 'keyless' }))).toMatch(/translates nothing new/);
  expect(noticeOf(done({ notice: 'budget_spent' }))).toMatch(/spent/);
  const nothing = { machine: 0, reviewed: 0, locked: 0, outdated: 0 };
  expect(noticeOf(done({ statuses: nothing, notice: 'keyless' }))).toMatch(/isn’t translated/);
  expect(noticeOf({ ...BASE, language: 'ur', phase: 'stale' })).toMatch(/has changed/);
  expect(noticeOf({ ...BASE, language: 'ur', phase: 'failed', failure: 'network' })).toMatch(/Couldn’t reach/);
});

test('aloud: how it ended, and that the original is back; nothing on the way', () => {
  expect(announcementOf(done({}), false)).toBe('Now in اردو: 82% translated.');
  expect(announcementOf({ ...done({}), phase: 'coming' }, false)).toBe('');
  expect(announcementOf(BASE, true)).toBe('Back to the original.');
  expect(announcementOf(BASE, false)).toBe('');
});
