/** Cleans a question before anything is done with it. Pure. */
import { ValidationError } from '../../../config/app-error.ts';

/**
 * What is taken out: control characters but tab and line breaks, marks that override the direction of text, and
 * characters without width. Joiners stay: Urdu, Persian and emoji need them.
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const TAKEN_OUT = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\u200B\u2060\uFEFF\u00AD]/gu;
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/** Normalizes a text as it came from a reader: NFC, no control or direction characters, blanks collapsed, trimmed. */
export const cleanText = (text: string): string =>
  text.toWellFormed().normalize('NFC').replace(CONTROL, ' ').replace(TAKEN_OUT, '').replace(/\s+/gu, ' ').trim();

/**
 * Normalizes a question.
 * @throws VALIDATION_FAILED when nothing is left, or no word or number is in it.
 */
export const cleanQuestion = (question: string): string => {
  const cleaned = cleanText(question);
  if (cleaned === '') throw refused('The question is blank. Write it in words.');
  if (!/[\p{L}\p{N}]/u.test(cleaned)) throw refused('The question has no words. Write it in words.');
  return cleaned;
};

const refused = (message: string): ValidationError =>
  new ValidationError('VALIDATION_FAILED', { detail: message, errors: [{ path: 'question', message }] });
