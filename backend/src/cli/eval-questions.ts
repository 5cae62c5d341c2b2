/** Questions with their expected answers: one JSON object a line. */
import { z } from 'zod';
import type { RequiredFact } from './eval-judge.ts';

const referenceSchema = z.union([z.string(), z.array(z.string())]);

const lineSchema = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    question: z.string().min(1).optional(),
    text: z.string().min(1).optional(),
    kind: z.string().optional(),
    locale: z.string().optional(),
    /** Question that was asked before, in the same conversation. */
    previous: z.string().min(1).optional(),
    /** A passage that the reader has selected: the paragraph of the chapter that is nearest to what it is about. */
    selection: z.object({ chapter: z.string(), about: z.string(), only: z.boolean().optional() }).optional(),
    /** Where the answer stands: chapter, and heading or id of the section. */
    expect: z
      .object({
        chapter: z.string().nullish(),
        section: z.string().nullish(),
        answerable: z.boolean().optional(),
      })
      .optional(),
    /** `<chapter>` or `<chapter>#<section id or heading>`, one or several. */
    expected: referenceSchema.optional(),
    /** The same with grades, above 0 relevant. */
    qrels: z.record(z.string(), z.number()).optional(),
    answerable: z.boolean().optional(),
    /** What the answer has to state: each a text, or several wordings of which one is enough. */
    facts: z.array(z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])).optional(),
  })
  .refine((line) => (line.question ?? line.text) !== undefined, { message: 'needs question or text' });

/** A place where an answer stands. */
export interface ExpectedPlace {
  /** Chapter key, id, or last step of the id. */
  readonly chapter: string;
  /** Id or heading; undefined: anywhere in the chapter. */
  readonly section?: string;
  /** Above 0. */
  readonly grade: number;
}

/** A question to be evaluated. */
export interface EvalQuestion {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly locale?: string;
  readonly previous?: string;
  readonly selection?: { readonly chapter: string; readonly about: string; readonly only: boolean };
  readonly places: readonly ExpectedPlace[];
  /** undefined: not told. */
  readonly answerable?: boolean;
  /** What the answer has to state. */
  readonly facts: readonly RequiredFact[];
}

/** A line that is no question, with the reason. */
export class EvalQuestionError extends Error {
  override readonly name = 'EvalQuestionError';
}

/**
 * Reads questions; blank lines are skipped.
 * @throws EvalQuestionError with the number of the line.
 */
export const parseQuestions = (text: string): EvalQuestion[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [toQuestion(lineSchema.parse(JSON.parse(line)))];
    } catch (cause) {
      const reason =
        cause instanceof z.ZodError
          ? cause.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ')
          : String(cause);
      throw new EvalQuestionError(`Line ${index + 1} is no question: ${reason}.`, { cause });
    }
  });

const toQuestion = (line: z.infer<typeof lineSchema>): EvalQuestion => {
  const { id, kind = '', locale, previous, selection, expect } = line;
  const places = placesOf(line);
  const answerable = line.answerable ?? expect?.answerable ?? (places.length > 0 ? true : undefined);
  return {
    id,
    text: line.question ?? line.text ?? '',
    kind,
    places,
    facts: (line.facts ?? []).map((fact) => [fact].flat()),
    ...(locale === undefined ? {} : { locale }),
    ...(previous === undefined ? {} : { previous }),
    ...(selection === undefined ? {} : { selection: { ...selection, only: selection.only ?? false } }),
    ...(answerable === undefined ? {} : { answerable }),
  };
};

const placesOf = ({ expect, expected, qrels }: z.infer<typeof lineSchema>): ExpectedPlace[] => {
  if (qrels) {
    const relevant = Object.entries(qrels).filter(([, grade]) => grade > 0);
    return relevant.map(([reference, grade]) => toPlace(reference, grade));
  }
  if (expected !== undefined) return [expected].flat().map((reference) => toPlace(reference, 1));
  if (!expect?.chapter) return [];
  return [{ chapter: expect.chapter, grade: 1, ...(expect.section ? { section: expect.section } : {}) }];
};

const toPlace = (reference: string, grade: number): ExpectedPlace => {
  const at = reference.indexOf('#');
  return at < 0
    ? { chapter: reference, grade }
    : { chapter: reference.slice(0, at), section: reference.slice(at + 1), grade };
};
