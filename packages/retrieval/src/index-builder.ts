import { characterGrams } from './character-grams.ts';
import { detectLatinLanguage, ENGLISH_STOP_WORDS } from './function-words.ts';
import { compactStrings, PostingBuilder } from './posting-builder.ts';
import type { GlossaryEntry, IndexDocument, SearchIndex, SurfaceTable } from './search-index.ts';
import { sortSteps } from './stepwise-sort.ts';
import { type Token, tokenize } from './text-tokenizer.ts';
import { type Stemming, stemWord } from './word-stem.ts';

/** Weights of the fields, multiplied with occurrences. */
const TITLE_WEIGHT = 2;
const PATH_WEIGHT = 1;
/** Places left free between two fields, so that words of different fields are never neighbours. */
const FIELD_GAP = 16;
/** Words from which a section's language is seen. */
const LANGUAGE_SAMPLE = 120;
/** Documents indexed between two pauses of a stepwise build. */
const DOCUMENTS_PER_STEP = 8;
/** The later ones decide where a word has several forms. */
const STEMMINGS: readonly Stemming[] = ['prefix', 'urdu', 'english'];

/** Thrown when two documents of one index have the same id. */
export class DuplicateDocumentError extends Error {
  override readonly name = 'DuplicateDocumentError';
  readonly documentId: string;

  constructor(documentId: string) {
    super(`Two documents of one index have the id ${JSON.stringify(documentId)}`);
    this.documentId = documentId;
  }
}

interface Occurrences {
  headingWeight: number;
  textCount: number;
  readonly positions: number[];
}

/** What is known of a word once it was met: its term, and its grams. */
interface WordForms {
  readonly term: number;
  readonly grams: readonly number[];
}

class IndexBuilder {
  readonly ids: string[] = [];
  readonly pages: string[] = [];
  private readonly seen = new Set<string>();
  private readonly words = new PostingBuilder();
  private readonly grams = new PostingBuilder();
  private readonly forms = new Map(STEMMINGS.map((stemming) => [stemming, new Map<string, WordForms>()]));
  private readonly documents = new Map<Stemming, number>();

  add(document: IndexDocument): void {
    if (this.seen.has(document.id)) throw new DuplicateDocumentError(document.id);
    this.seen.add(document.id);
    this.ids.push(document.id);
    this.pages.push(document.page ?? pageOfId(document.id));
    const fields = [
      { tokens: tokenize(document.title), headingWeight: TITLE_WEIGHT },
      { tokens: tokenize(document.path.join('\n')), headingWeight: PATH_WEIGHT },
      { tokens: tokenize(document.text), headingWeight: 0 },
    ];
    const stemming = documentStemming(document.locale, fields[2]?.tokens ?? []);
    this.documents.set(stemming, (this.documents.get(stemming) ?? 0) + 1);
    const words = new Map<number, Occurrences>();
    const grams = new Map<number, Occurrences>();
    const total = { words: 0, grams: 0 };
    let start = 0;
    for (const { tokens, headingWeight } of fields) {
      for (const token of tokens) {
        if (ENGLISH_STOP_WORDS.has(token.surface)) continue;
        const forms = this.formsOf(token.surface, stemming);
        count(words, forms.term, headingWeight, start + token.position);
        total.words += headingWeight || 1;
        if (token.role === 'whole') continue;
        for (const gram of forms.grams) count(grams, gram, headingWeight);
        total.grams += forms.grams.length * (headingWeight || 1);
      }
      start += (tokens.at(-1)?.position ?? 0) + FIELD_GAP;
    }
    flush(this.words, words, total.words);
    flush(this.grams, grams, total.grams);
  }

  private formsOf(surface: string, stemming: Stemming): WordForms {
    const known = this.forms.get(stemming);
    let forms = known?.get(surface);
    if (forms === undefined) {
      forms = {
        term: this.words.termId(stemWord(surface, stemming)),
        grams: characterGrams(surface).map((gram) => this.grams.termId(gram)),
      };
      known?.set(surface, forms);
    }
    return forms;
  }

  *finish(glossary: readonly GlossaryEntry[]): Generator<void, SearchIndex> {
    const words = yield* this.words.finishSteps();
    const grams = yield* this.grams.finishSteps();
    const surfaces: SurfaceTable = yield* this.surfaceTableSteps(words.rank);
    return {
      ids: this.ids,
      pages: this.pages,
      words: words.table,
      wordPositions: words.positions,
      grams: grams.table,
      surfaces,
      stemming: this.usualStemming(),
      glossary,
      latent: undefined,
    };
  }

  /** That of most documents; English among equals. */
  private usualStemming(): Stemming {
    const count = (stemming: Stemming): number => this.documents.get(stemming) ?? 0;
    return STEMMINGS.reduce((best, stemming) => (count(stemming) >= count(best) ? stemming : best));
  }

  private *surfaceTableSteps(rank: Uint32Array): Generator<void, SurfaceTable> {
    const termIds = new Map<string, number>();
    for (const stemming of STEMMINGS) {
      for (const [surface, forms] of this.forms.get(stemming) ?? []) termIds.set(surface, rank[forms.term] ?? 0);
    }
    const sorted = yield* sortSteps(termIds.keys());
    yield;
    const words = compactStrings(sorted);
    return { words, termIds: Uint32Array.from(words, (word) => termIds.get(word) ?? 0) };
  }
}

function count(occurrences: Map<number, Occurrences>, term: number, headingWeight: number, position?: number): void {
  let entry = occurrences.get(term);
  if (entry === undefined) {
    entry = { headingWeight: 0, textCount: 0, positions: [] };
    occurrences.set(term, entry);
  }
  if (headingWeight > 0) entry.headingWeight += headingWeight;
  else entry.textCount++;
  if (position !== undefined) entry.positions.push(position);
}

function flush(builder: PostingBuilder, occurrences: ReadonlyMap<number, Occurrences>, length: number): void {
  for (const [term, entry] of occurrences) {
    builder.addPosting(term, entry.headingWeight, entry.textCount, entry.positions);
  }
  builder.endDocument(length);
}

/** The page of a section whose id is `<page>#<anchor>`; the whole id where there is no `#`. */
function pageOfId(id: string): string {
  const hash = id.indexOf('#');
  return hash < 0 ? id : id.slice(0, hash);
}

function documentStemming(locale: string | undefined, tokens: readonly Token[]): Stemming {
  if (locale !== undefined && locale !== '') return stemmingOfLanguage(locale.split('-')[0]?.toLowerCase());
  const language = detectLatinLanguage(tokens.slice(0, LANGUAGE_SAMPLE).map((token) => token.surface));
  return language === undefined || language === 'en' ? 'english' : 'prefix';
}

const stemmingOfLanguage = (language: string | undefined): Stemming =>
  language === 'en' ? 'english' : language === 'ur' ? 'urdu' : 'prefix';

/** Indexes documents a few at a time: pauses often, so that a caller can let other work through. */
export function* lexicalIndexSteps(
  documents: Iterable<IndexDocument>,
  glossary: readonly GlossaryEntry[],
): Generator<void, SearchIndex> {
  const builder = new IndexBuilder();
  let added = 0;
  for (const document of documents) {
    builder.add(document);
    if (++added % DOCUMENTS_PER_STEP === 0) yield;
  }
  return yield* builder.finish(glossary);
}
