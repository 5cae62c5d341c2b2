/** A memory file as JSON Lines: read line by line within bounds, a broken line told by its number and left out. */
import { MAX_MEMORY_LINE_CHARS, type MemoryEntry, memoryEntrySchema } from '@lectern/contracts';

/** One entry of a file, or what is wrong at its place. */
export type ReadEntry =
  | { readonly line: number; readonly entry: MemoryEntry }
  | { readonly line: number; readonly fault: string };

/** Bytes or text, in whatever pieces. */
export type TextPieces = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/**
 * Decodes pieces to text; a byte order mark is left out.
 * @throws TypeError when the bytes are not UTF-8
 */
export async function* decodeText(pieces: TextPieces): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of pieces) {
    yield typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

/** Reads entries; empty lines are passed over. */
export async function* readMemoryLines(pieces: TextPieces): AsyncGenerator<ReadEntry> {
  let line = 0;
  let rest = '';
  let isTooLong = false;
  for await (const text of decodeText(pieces)) {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      line += 1;
      if (isTooLong || part.trim() !== '') yield readLine(part, line, isTooLong);
      isTooLong = false;
    }
    // What is already too long is not kept: a file without line breaks must not fill the memory.
    if (rest.length > MAX_MEMORY_LINE_CHARS) {
      isTooLong = true;
      rest = '';
    }
  }
  if (isTooLong || rest.trim() !== '') yield readLine(rest, line + 1, isTooLong);
}

function readLine(text: string, line: number, isTooLong: boolean): ReadEntry {
  if (isTooLong || text.length > MAX_MEMORY_LINE_CHARS) {
    return { line, fault: `is longer than ${MAX_MEMORY_LINE_CHARS} characters` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, fault: 'is not JSON' };
  }
  const result = memoryEntrySchema.safeParse(value);
  if (result.success) return { line, entry: result.data };
  const [issue] = result.error.issues;
  return { line, fault: issue ? `${issue.path.join('.') || 'entry'}: ${issue.message}` : 'is no entry' };
}
