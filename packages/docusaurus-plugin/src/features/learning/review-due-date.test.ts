import { expect, test } from 'vitest';
import { formatDue } from './review-due-date.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const after = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

test('says when a question comes again in the unit that one would use', () => {
  expect(formatDue(after(10), NOW, 'en')).toBe('in 10 minutes');
  expect(formatDue(after(60 * 5), NOW, 'en')).toBe('in 5 hours');
  expect(formatDue(after(60 * 25), NOW, 'en')).toBe('tomorrow');
  expect(formatDue(after(60 * 24 * 12), NOW, 'en')).toBe('in 12 days');
  expect(formatDue(after(60 * 24 * 102), NOW, 'en')).toBe('March 3, 2027');
});

test('what is due is due in a minute, never in the past', () => {
  expect(formatDue(after(-600), NOW, 'en')).toBe('in 1 minute');
});

test('speaks the language of the page', () => {
  expect(formatDue(after(60 * 25), NOW, 'ur')).toBe('آئندہ کل');
});
