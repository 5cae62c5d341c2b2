export { ANSWERABLE_AT, type AnswerZone, answerZone, CONFIDENT_AT } from './answerability.ts';
export { askedTermTest } from './asked-term.ts';
export { IndexFormatError } from './binary-format.ts';
export type { DenseScan, DenseScores } from './dense-channel.ts';
export { type AnswerSection, type ExtractOptions, extractAnswer, type Quote } from './extractive-answer.ts';
export { type BuildOptions, buildIndex, buildIndexSteps, buildLatent, buildLatentSteps } from './index-build.ts';
export { DuplicateDocumentError } from './index-builder.ts';
export { deserializeIndexes, serializeIndexes } from './index-bundle.ts';
export { deserializeIndex, INDEX_FORMAT_VERSION, serializeIndex } from './index-serialization.ts';
export { MAX_LATENT_DOCUMENTS } from './latent-model.ts';
export { mergeCandidates } from './merged-candidates.ts';
export { inverseDocumentFrequency } from './posting-table.ts';
export { questionLanguage } from './question-language.ts';
export {
  CHANNEL_WEIGHTS,
  type ChannelCandidates,
  type CosineScores,
  type FuseOptions,
  fuse,
  median,
} from './score-fusion.ts';
export {
  type CandidateResult,
  candidates,
  type EmbeddingQuestion,
  questionForEmbeddings,
  questionForStore,
  type SearchOptions,
  type StoreQuestion,
  type StoreScores,
  search,
} from './search.ts';
export type {
  ChannelScores,
  GlossaryEntry,
  IndexDocument,
  SearchHit,
  SearchIndex,
  SearchResult,
} from './search-index.ts';
export { type SentenceSpan, splitSentences, type TextSpan } from './sentence-splitter.ts';
export { type SparseRow, SparseRows, type SparseTable, sparseTables, withoutGramPostings } from './sparse-rows.ts';
export { type SupportOptions, scoreSupport } from './support.ts';
export { isClaim } from './support-claim.ts';
export type { Support, SupportPassage, SupportPlace, SupportReason, SupportStatus } from './support-verdict.ts';
export { type Token, tokenize } from './text-tokenizer.ts';
