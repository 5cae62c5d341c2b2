import { BinaryReader, BinaryWriter, checksum, IndexFormatError } from './binary-format.ts';
import type { LatentModel } from './latent-model.ts';
import type { PositionTable, PostingTable } from './posting-table.ts';
import type { GlossaryEntry, SearchIndex } from './search-index.ts';
import type { Stemming } from './word-stem.ts';

/** "LXRI", little-endian. */
const MAGIC = 0x4952584c;
/** Raised with every change of the layout or of how words become terms: an older index has to be built anew. */
export const INDEX_FORMAT_VERSION = 2;
/** Magic, version, length of the body, checksum of the body: four 32-bit integers. */
const HEADER_BYTES = 16;
/** Stored by their place. */
const STEMMINGS: readonly Stemming[] = ['english', 'prefix', 'urdu'];

/** Turns an index into bytes; equal indexes give equal bytes. */
export function serializeIndex(index: SearchIndex): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.strings(index.ids);
  writer.strings(index.pages);
  writer.integer(STEMMINGS.indexOf(index.stemming));
  writePostings(writer, index.words);
  writer.array(index.wordPositions.offsets);
  writer.array(index.wordPositions.values);
  writePostings(writer, index.grams);
  writer.strings(index.surfaces.words);
  writer.array(index.surfaces.termIds);
  writeGlossary(writer, index.glossary);
  writeLatent(writer, index.latent);
  const body = writer.finish();
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, INDEX_FORMAT_VERSION, body.length, checksum(body)]);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/**
 * Reads an index back; the bytes are copied, the caller may reuse them.
 *
 * @throws IndexFormatError when the bytes are cut off, damaged, foreign or of another version
 */
export function deserializeIndex(bytes: Uint8Array): SearchIndex {
  if (bytes.length < HEADER_BYTES) throw new IndexFormatError('The index is cut off');
  // A copy: a view on a pooled buffer need not start at a multiple of four.
  const body = bytes.slice(HEADER_BYTES);
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== MAGIC) throw new IndexFormatError('These bytes are not an index');
  const version = header.getUint32(4, true);
  if (version !== INDEX_FORMAT_VERSION) {
    throw new IndexFormatError(`The index has format ${version}, this program reads ${INDEX_FORMAT_VERSION}`);
  }
  if (header.getUint32(8, true) !== body.length) throw new IndexFormatError('The index is cut off');
  if (header.getUint32(12, true) !== checksum(body)) throw new IndexFormatError('The index is damaged');
  return readBody(new BinaryReader(body.buffer));
}

function readBody(reader: BinaryReader): SearchIndex {
  const ids = reader.strings();
  const pages = reader.strings();
  const stemming = STEMMINGS[reader.integer()];
  const words = readPostings(reader, ids.length);
  const wordPositions = readPositions(reader, words);
  const grams = readPostings(reader, ids.length);
  const surfaces = { words: reader.strings(), termIds: reader.array(Uint32Array) };
  const glossary = readGlossary(reader);
  const latent = readLatent(reader, words.terms.length, ids.length);
  reader.end();
  if (stemming === undefined) throw new IndexFormatError('The index contradicts itself: stemming');
  demand(pages.length === ids.length, 'pages');
  demand(surfaces.words.length === surfaces.termIds.length, 'words');
  demand(
    surfaces.termIds.every((id) => id < words.terms.length),
    'words',
  );
  return { ids, pages, stemming, words, wordPositions, grams, surfaces, glossary, latent };
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new IndexFormatError(`The index contradicts itself: ${what}`);
}

/** True when offsets start at 0, never fall, and end at the given length. */
function areOffsets(offsets: Uint32Array, length: number): boolean {
  if (offsets[0] !== 0 || offsets.at(-1) !== length) return false;
  return offsets.every((offset, i) => i === 0 || offset >= (offsets[i - 1] ?? 0));
}

function writePostings(writer: BinaryWriter, table: PostingTable): void {
  writer.strings(table.terms);
  writer.array(table.offsets);
  writer.array(table.documents);
  writer.array(table.headingWeights);
  writer.array(table.textCounts);
  writer.array(table.lengths);
}

function readPostings(reader: BinaryReader, documentCount: number): PostingTable {
  const terms = reader.strings();
  const offsets = reader.array(Uint32Array);
  const documents = reader.array(Uint32Array);
  const headingWeights = reader.array(Uint8Array);
  const textCounts = reader.array(Uint8Array);
  const lengths = reader.array(Uint32Array);
  demand(offsets.length === terms.length + 1 && areOffsets(offsets, documents.length), 'postings');
  demand(headingWeights.length === documents.length && textCounts.length === documents.length, 'postings');
  demand(lengths.length === documentCount && documents.every((ordinal) => ordinal < documentCount), 'sections');
  return { terms, offsets, documents, headingWeights, textCounts, lengths, averageLength: averageOf(lengths) };
}

/** Mean length, at least 1. */
export function averageOf(lengths: Uint32Array): number {
  let total = 0;
  for (const length of lengths) total += length;
  return Math.max(1, total / Math.max(1, lengths.length));
}

function readPositions(reader: BinaryReader, words: PostingTable): PositionTable {
  const offsets = reader.array(Uint32Array);
  const values = reader.array(Uint16Array);
  demand(offsets.length === words.documents.length + 1 && areOffsets(offsets, values.length), 'positions');
  return { offsets, values };
}

/** Each entry as a run of texts: term, Urdu gloss, then aliases and Roman spellings, with their counts. */
function writeGlossary(writer: BinaryWriter, glossary: readonly GlossaryEntry[]): void {
  writer.strings(glossary.map((entry) => entry.term));
  writer.strings(glossary.map((entry) => entry.urdu ?? ''));
  for (const field of ['aliases', 'roman'] as const) {
    writer.array(Uint32Array.from(glossary, (entry) => entry[field]?.length ?? 0));
    writer.strings(glossary.flatMap((entry) => entry[field] ?? []));
  }
}

function readGlossary(reader: BinaryReader): GlossaryEntry[] {
  const terms = reader.strings();
  const urdu = reader.strings();
  const aliases = readGroups(reader, terms.length);
  const roman = readGroups(reader, terms.length);
  demand(urdu.length === terms.length, 'glossary');
  return terms.map((term, i) => ({
    term,
    aliases: aliases[i] ?? [],
    roman: roman[i] ?? [],
    ...(urdu[i] === '' ? {} : { urdu: urdu[i] }),
  }));
}

function readGroups(reader: BinaryReader, count: number): string[][] {
  const sizes = reader.array(Uint32Array);
  const texts = reader.strings();
  let start = 0;
  const groups = Array.from(sizes, (size) => {
    const group = texts.slice(start, start + size);
    start += size;
    return group;
  });
  demand(groups.length === count && start === texts.length, 'glossary');
  return groups;
}

function writeLatent(writer: BinaryWriter, latent: LatentModel | undefined): void {
  writer.integer(latent?.dimensions ?? 0);
  if (latent === undefined) return;
  writer.array(latent.termRows);
  writer.array(latent.termVectors);
  writer.array(latent.documentVectors);
}

function readLatent(reader: BinaryReader, termCount: number, documentCount: number): LatentModel | undefined {
  const dimensions = reader.integer();
  if (dimensions === 0) return undefined;
  const termRows = reader.array(Int32Array);
  const termVectors = reader.array(Float32Array);
  const documentVectors = reader.array(Float32Array);
  const rows = termVectors.length / dimensions;
  demand(termRows.length === termCount && Number.isInteger(rows), 'latent space');
  demand(
    termRows.every((row) => row >= -1 && row < rows),
    'latent space',
  );
  demand(documentVectors.length === documentCount * dimensions, 'latent space');
  return { dimensions, termRows, termVectors, documentVectors };
}
