/**
 * The translation memory as a file: JSON Lines, one entry a line, in book order, so that pull requests read well.
 * A site keeps one file per language in `i18n/memory/<language>.jsonl`; its build ships them beside the manifest.
 */
import { z } from 'zod';
import { SEGMENT_HASH_VERSION, segmentKindSchema } from './book.ts';

/** Longest line of a memory file, UTF-16 units; longer ones are reported and left out. */
export const MAX_MEMORY_LINE_CHARS = 100_000;

/** Who stands behind a translation: an engine; a person who read it; an author who wants no other. */
export const memoryStatusSchema = z.enum(['machine', 'reviewed', 'locked']);

const hash = z.string().regex(/^[\w-]{43}$/, 'a SHA-256 as 43 base64url characters');

/** One entry of a memory file. Keys are written in this order. */
export const memoryEntrySchema = z
  .strictObject({
    hash: hash.describe('Hash of the segment'),
    hashVersion: z.literal(SEGMENT_HASH_VERSION),
    kind: segmentKindSchema,
    source: z.string().min(1).max(20_000).describe('The segment’s engine-neutral text, for people and for `rekey`'),
    target: z.string().min(1).max(20_000).describe('Its translation, with the placeholders of the source'),
    status: memoryStatusSchema,
    context: hash
      .optional()
      .describe(
        'Only for the segment in this place: SHA-256 over heading path, previous and next segment. Left out: wherever the text stands',
      ),
    engine: z.string().min(1).max(60).describe('`authors`, `google`, `llm`, `pseudo` …'),
    model: z.string().min(1).max(120).optional(),
    promptVersion: z.string().min(1).max(60).optional(),
    glossaryVersion: z.string().min(1).max(60).optional(),
  })
  .meta({ id: 'MemoryEntry' });

/** Writes an entry as its line, without the line break: keys in the schema's order, what is not known left out. */
export function formatMemoryEntry(entry: MemoryEntry): string {
  return JSON.stringify(entry, Object.keys(memoryEntrySchema.shape));
}

/** One entry of a memory file: see {@link memoryEntrySchema}. */
export type MemoryEntry = z.infer<typeof memoryEntrySchema>;
/** Who stands behind a translation: see {@link memoryStatusSchema}. */
export type MemoryStatus = z.infer<typeof memoryStatusSchema>;
