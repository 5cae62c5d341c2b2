import { BinaryReader, BinaryWriter, IndexFormatError } from './binary-format.ts';
import { deserializeIndex, serializeIndex } from './index-serialization.ts';
import type { SearchIndex } from './search-index.ts';

/** "LXRB", little-endian. */
const MAGIC = 0x4252584c;
const HEADER_BYTES = 4;

/**
 * Turns the indexes of a book's languages into bytes. Each language has an index of its own: how rare a word is, and how
 * much of a question a section holds, must not change because the book was translated.
 */
export function serializeIndexes(indexes: ReadonlyMap<string, SearchIndex>): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  const languages = Array.from(indexes.keys());
  const parts = Array.from(indexes.values(), serializeIndex);
  writer.strings(languages);
  for (const part of parts) writer.array(part);
  const body = writer.finish();
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(bytes.buffer).setUint32(0, MAGIC, true);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/**
 * Reads the indexes of a book back, by language; a single index has the language ''.
 *
 * @throws IndexFormatError when the bytes are cut off, damaged, foreign or of another version
 */
export function deserializeIndexes(bytes: Uint8Array): ReadonlyMap<string, SearchIndex> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) return new Map([['', deserializeIndex(bytes)]]);
  const reader = new BinaryReader(bytes.slice(HEADER_BYTES).buffer);
  const languages = reader.strings();
  const indexes = new Map(languages.map((language) => [language, deserializeIndex(reader.array(Uint8Array))]));
  reader.end();
  if (indexes.size !== languages.length) throw new IndexFormatError('The index contradicts itself: languages');
  return indexes;
}
