/** One content word of a question. */
export interface QuestionTerm {
  /** Normalized word as asked. */
  readonly surface: string;
  /** Place in the table of words, -1 when the collection does not have it. */
  readonly termId: number;
  /** Inverse document frequency, that of df 0 when unseen. */
  readonly idf: number;
  /** The collection does not have the word as asked, but another that was probably meant. */
  readonly isCorrected: boolean;
  /** See `everydayCommonness`; 0 where words are not stemmed as English. */
  readonly commonness: number;
}
