import type { LatentModel } from './latent-model.ts';
import type { PositionTable, PostingTable } from './posting-table.ts';
import type { Stemming } from './word-stem.ts';

/** One section to be found. */
export interface IndexDocument {
  /** Stable name of the section, given back by a search; unique in the index. */
  readonly id: string;
  /** Title of the section or of its page. */
  readonly title: string;
  /** Headings from the page's title down to the section's own. */
  readonly path: readonly string[];
  /** Plain text, code included. */
  readonly text: string;
  /** Page that the section is part of; default: the id up to its first `#`. At most two of a page lead a result. */
  readonly page?: string | undefined;
  /** Language of the text (BCP 47); default: seen from its function words, else English. */
  readonly locale?: string | undefined;
}

/** A term of the book with the other ways in which readers write it. */
export interface GlossaryEntry {
  /** The spelling that the book uses. */
  readonly term: string;
  /** Abbreviations and other spellings. */
  readonly aliases?: readonly string[] | undefined;
  /** Urdu gloss in Arabic script. */
  readonly urdu?: string | undefined;
  /** Spellings in Roman Urdu. */
  readonly roman?: readonly string[] | undefined;
}

/** The words of the collection as written, for mapping misspelled words of a question. */
export interface SurfaceTable {
  /** Normalized words in ascending order of UTF-16 units. */
  readonly words: readonly string[];
  /** Term of each word in the table of words. */
  readonly termIds: Uint32Array;
}

/** An immutable index; made by `buildIndex`, read by `search`. Its fields are the engine's own business. */
export interface SearchIndex {
  readonly ids: readonly string[];
  readonly pages: readonly string[];
  readonly words: PostingTable;
  readonly wordPositions: PositionTable;
  readonly grams: PostingTable;
  readonly surfaces: SurfaceTable;
  /** Stemming of most documents, used for questions whose language cannot be told. */
  readonly stemming: Stemming;
  readonly glossary: readonly GlossaryEntry[];
  /** Absent until {@link LatentModel} is made, and in large collections. */
  readonly latent: LatentModel | undefined;
}

/** Raw scores of one section in the channels that are fused. */
export interface ChannelScores {
  /** BM25 over stemmed words, with proximity. */
  readonly words: number;
  /** BM25 over character 4-grams. */
  readonly grams: number;
  /** Cosine in the collection's own latent space; 0 without one. */
  readonly latent: number;
  /** Cosine of embeddings, where the caller has them. */
  readonly dense?: number;
}

/** A section found. */
export interface SearchHit {
  readonly id: string;
  /** Fused score; comparable inside one result only. */
  readonly score: number;
  readonly channels: ChannelScores;
}

/** What a search found, best first. */
export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** How much of the question's matter the best section holds, 0…1: `ns` of RETRIEVAL.md. */
  readonly answerability: number;
}
