/** The few sentences of its own that a quoted answer has; all else is the book's. */

/** Sentences of an answer. */
export interface AnswerTexts {
  /** In front of quotes that may not answer the question. */
  readonly closest: string;
  /** Instead of an answer. */
  readonly refusal: string;
  /** As `refusal`, when only a part of the book was looked at. */
  readonly refusalInScope: string;
}

const ENGLISH: AnswerTexts = {
  closest: 'The book may not answer this directly. The closest passages:',
  refusal: 'The book does not cover this.',
  refusalInScope: 'This part of the book does not cover this.',
};

const TEXTS: Readonly<Record<string, AnswerTexts>> = {
  en: ENGLISH,
  ur: {
    closest: 'ہو سکتا ہے کہ کتاب میں اس کا براہِ راست جواب نہ ہو۔ قریب ترین اقتباسات:',
    refusal: 'کتاب میں اس کا ذکر نہیں ہے۔',
    refusalInScope: 'کتاب کے اس حصے میں اس کا ذکر نہیں ہے۔',
  },
};

/** The sentences in the language of a locale; English where there are none. */
export const answerTexts = (locale: string): AnswerTexts => TEXTS[locale.toLowerCase().split('-')[0] ?? ''] ?? ENGLISH;
