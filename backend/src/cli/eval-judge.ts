/** Judges an answer by itself: are its citations real, is it supported, does it say what it has to? Pure. */
import type { ChatResponse } from '@lectern/contracts';
import { splitSentences } from '@lectern/retrieval';

/** A fact that an answer has to state: one of its wordings has to stand in it. */
export type RequiredFact = readonly string[];

/** What was found about an answer. */
export interface AnswerJudgement {
  /** Every quote stands in its passage, character by character, and every marker of the text has its citation. */
  readonly verbatim: boolean;
  /** Share of the sentences that were not flagged as unsupported; undefined for an answer without a model. */
  readonly supported?: number;
  /** Share of the required facts that the answer states; undefined where none is required. */
  readonly facts?: number;
}

/** Judges an answer. */
export const judgeAnswer = (answer: ChatResponse, facts: readonly RequiredFact[]): AnswerJudgement => ({
  verbatim: hasRealCitations(answer),
  ...(answer.mode === 'llm' ? { supported: supportedShare(answer) } : {}),
  ...(facts.length > 0 ? { facts: facts.filter((fact) => states(answer.text, fact)).length / facts.length } : {}),
});

const hasRealCitations = ({ text, citations, context }: ChatResponse): boolean => {
  const verbatim = citations.every(({ passageId, start, end, quote }) => {
    const passage = context.find(({ id }) => id === passageId);
    return passage?.text.slice(start, end) === quote;
  });
  const known = new Set(citations.map(({ marker }) => String(marker)));
  return verbatim && [...markersOf(text)].every((marker) => known.has(marker));
};

/** Markers of an answer; what looks like one in code, or is escaped, is none. */
function* markersOf(text: string): Generator<string> {
  for (const { isCode, start, end } of splitSentences(text)) {
    if (isCode) continue;
    const prose = text.slice(start, end).replace(/`[^`]*`/gu, '');
    for (const [, marker = ''] of prose.matchAll(/(?<!\\)\[(\d+)\]/gu)) yield marker;
  }
}

const supportedShare = ({ text, unsupported }: ChatResponse): number => {
  const sentences = splitSentences(text).filter(({ isCode }) => !isCode);
  if (sentences.length === 0) return 1;
  const flagged = sentences.filter(({ start, end }) =>
    unsupported.some((range) => range.start < end && range.end > start),
  );
  return 1 - flagged.length / sentences.length;
};

const states = (text: string, wordings: RequiredFact): boolean => {
  const said = fold(text);
  return wordings.some((wording) => said.includes(fold(wording)));
};

/** Words and numbers only, in small letters: markup and punctuation say nothing of a fact. A decimal point stays. */
const fold = (text: string): string =>
  ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\[\d+\]/gu, ' ')
    .replace(/(?<!\d)\.|\.(?!\d)|[^\p{L}\p{M}\p{N}.]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()} `;
