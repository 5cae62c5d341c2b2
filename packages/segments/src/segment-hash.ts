/** Hashes and ids of segments. Pure and synchronous, so that Node and the browser make the same ones. */
import type { Placeholder, SegmentKind } from '@lectern/contracts';
import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Characters of the hash that make an id. */
export const ID_LENGTH = 8;
/** Characters of the path's hash that stand before the ids of a partial. */
export const PARTIAL_PREFIX_LENGTH = 4;

/** base64url without padding (RFC 4648 §5); neither `Buffer` nor `btoa` is in both Node and the browser. */
function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3);
    const bits = (first << 16) | (second << 8) | third;
    const characters = Math.min(4, Math.ceil(((bytes.length - index) * 8) / 6));
    for (let place = 0; place < characters; place += 1) text += BASE64URL.charAt((bits >> (18 - 6 * place)) & 63);
  }
  return text;
}

/** SHA-256 of a text's UTF-8 bytes as 43 base64url characters. */
export function hashText(text: string): string {
  return toBase64Url(sha256(utf8ToBytes(text)));
}

/** What of a placeholder belongs to the hash: its reading only where the reader reads it as such (code, math). */
function signature(placeholder: Placeholder): string[] {
  const { type, reading } = placeholder;
  return type === 'code' || type === 'math' ? [type, reading] : [type];
}

/**
 * Hash of a segment: kind, canonical text and placeholder signatures. A changed URL or image does not change it.
 * @param text canonical text with placeholders (NFC, blanks collapsed)
 */
export function hashSegment(kind: SegmentKind, text: string, placeholders: readonly Placeholder[]): string {
  return hashText(JSON.stringify([kind, text, ...placeholders.map(signature)]));
}

/** Prefix of the ids of a partial: 4 characters of its path's hash. */
export function partialPrefix(path: string): string {
  return hashText(path).slice(0, PARTIAL_PREFIX_LENGTH);
}

/** Hands out ids for hashes: the first 8 characters, and `-2`, `-3` … for repeats. One per file. */
export class SegmentIds {
  readonly #prefix: string;
  readonly #counts = new Map<string, number>();

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  /** Returns the id of the next block with this hash. */
  next(hash: string): string {
    const base = this.#prefix + hash.slice(0, ID_LENGTH);
    const count = (this.#counts.get(base) ?? 0) + 1;
    this.#counts.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  }
}
