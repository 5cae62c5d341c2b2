/** A site's translation memory as editions are made from it. */
import { type MemoryEntry, type MemoryStatus, memoryEntrySchema } from '@lectern/contracts';
import { validateTranslation } from '@lectern/segments';

type Language = Parameters<typeof validateTranslation>[2]['language'];

/** A memory file, read. */
export interface EditionMemory {
  readonly language: Language;
  /** The best text for a segment wherever it stands; `undefined` when there is none that may be shown. */
  find(segment: { readonly hash: string; readonly text: string }): string | undefined;
  /** Lines that hold no entry, with what is wrong; the others count. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
  /** Entries whose text may not be shown, with the reason. */
  readonly refused: readonly { readonly hash: string; readonly reason: string }[];
  readonly entries: number;
}

const RANKS: Readonly<Record<MemoryStatus, number>> = { locked: 0, reviewed: 1, machine: 2 };

function readLine(line: string): { entry: MemoryEntry } | { reason: string } {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return { reason: 'is not JSON' };
  }
  const parsed = memoryEntrySchema.safeParse(data);
  if (parsed.success) return { entry: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `${issue?.path.join('.') || 'the entry'}: ${issue?.message ?? 'is not valid'}` };
}

/**
 * Reads a memory file. Entries for one place only are left to the server, which knows places.
 * @param text JSON Lines
 */
export function readEditionMemory(text: string, language: Language): EditionMemory {
  const best = new Map<string, MemoryEntry>();
  const faults: { line: number; reason: string }[] = [];
  const refused = new Map<string, string>();
  let entries = 0;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    if ('reason' in read) {
      faults.push({ line: index + 1, reason: read.reason });
      continue;
    }
    entries += 1;
    const { entry } = read;
    const known = best.get(entry.hash);
    const isBetter = known === undefined || RANKS[entry.status] < RANKS[known.status];
    if (entry.context === undefined && isBetter) best.set(entry.hash, entry);
  }
  return {
    language,
    faults,
    entries,
    find({ hash, text: source }) {
      const entry = best.get(hash);
      if (entry === undefined) return undefined;
      const unsafe = validateTranslation({ text: source }, entry.target, { language }).find(
        ({ severity }) => severity === 'unsafe',
      );
      if (unsafe === undefined) return entry.target;
      refused.set(hash, unsafe.message);
      return undefined;
    },
    get refused() {
      return Array.from(refused, ([hash, reason]) => ({ hash, reason }));
    },
  };
}
