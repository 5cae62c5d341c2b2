/** Takes memory files in: each as a whole or not at all, entries that must not be shown left out and told. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type MemoryEntry, type SupportedLanguage, supportedLanguageSchema } from '@lectern/contracts';
import { validateTranslation } from '@lectern/segments';
import type { Db } from '../../../db/client.ts';
import { transaction } from '../../../db/transaction.ts';
import { saveFile } from './translation-file.repository.ts';
import { deleteGone, keyOf, type LanguagePair, type StoredTranslation, save } from './translation-memory.repository.ts';
import type { ReadEntry } from './translation-memory-lines.ts';

/** A line that was left out. */
export interface ImportFault {
  readonly line: number;
  readonly reason: string;
}

/** What an import did. */
export interface ImportReport {
  /** Entries that could be read. */
  readonly entries: number;
  /** Of these, new or other than before. */
  readonly written: number;
  /** That came from an earlier version of the file, and are not in it any more. */
  readonly deleted: number;
  /** Lines that were left out, all of them. */
  readonly faulty: number;
  /** The first of them. */
  readonly faults: readonly ImportFault[];
}

/** Which file it is. */
export interface ImportedFile {
  readonly pair: LanguagePair;
  /** Name by which later versions of the file are known; null: what it brings is nobody's, and stays. */
  readonly origin: string | null;
  /** SHA-256 of its bytes, base64url; with an origin. */
  readonly hash: string;
}

/** Faults that are told; a file of another program would be nothing but faults. */
const TOLD_FAULTS = 100;
/** Entries that are checked in one go. */
const ENTRIES_PER_TURN = 20;
/** Entries of one file. */
const MOST_ENTRIES = 500_000;

/**
 * Takes a file in. A second time changes nothing.
 * @throws what reading throws; then nothing of the file is taken in
 */
export async function importMemory(
  db: Db,
  file: ImportedFile,
  entries: AsyncIterable<ReadEntry>,
  now: Date,
): Promise<ImportReport> {
  const { pair, origin, hash } = file;
  const { rows, faulty, faults } = await collect(pair, origin, entries);
  const keys = new Set(rows.map(keyOf));
  const { written, deleted } = await transaction(db, async (tx) => {
    const written = await save(tx, pair, rows);
    if (origin === null) return { written, deleted: 0 };
    const deleted = await deleteGone(tx, pair, origin, (key) => keys.has(keyOf(key)));
    await saveFile(tx, { origin, hash, entries: rows.length, faults, importedAt: now });
    return { written, deleted };
  });
  return { entries: rows.length, written, deleted, faulty, faults };
}

/** Reads and checks all entries before the database is touched: a transaction must not wait for a file. */
async function collect(
  pair: LanguagePair,
  origin: string | null,
  entries: AsyncIterable<ReadEntry>,
): Promise<{ rows: StoredTranslation[]; faulty: number; faults: ImportFault[] }> {
  const language = supportedLanguageSchema.parse(pair.target);
  const rows: StoredTranslation[] = [];
  const faults: ImportFault[] = [];
  let faulty = 0;
  for await (const read of entries) {
    const reason = 'fault' in read ? read.fault : faultOf(read.entry, language);
    if (reason !== undefined) {
      faulty += 1;
      if (faults.length < TOLD_FAULTS) faults.push({ line: read.line, reason });
    } else if ('entry' in read) rows.push(rowOf(read.entry, origin));
    if (rows.length > MOST_ENTRIES) throw new RangeError(`a memory file has at most ${MOST_ENTRIES} entries`);
    if ((rows.length + faulty) % ENTRIES_PER_TURN === 0) await nextTurn();
  }
  return { rows, faulty, faults };
}

/** Doubts are a person's to have; what is unsafe is never shown, whoever wrote it. */
function faultOf({ source, target }: MemoryEntry, language: SupportedLanguage): string | undefined {
  const unsafe = validateTranslation({ text: source }, target, { language }).find(
    ({ severity }) => severity === 'unsafe',
  );
  if (unsafe) return unsafe.message;
  // PostgreSQL stores no NUL in text.
  return `${source}${target}`.includes('\u0000') ? 'has a NUL character' : undefined;
}

const rowOf = (entry: MemoryEntry, origin: string | null): StoredTranslation => ({
  hash: entry.hash,
  hashVersion: entry.hashVersion,
  context: entry.context ?? '',
  status: entry.status,
  kind: entry.kind,
  source: entry.source,
  target: entry.target,
  engine: entry.engine,
  model: entry.model ?? null,
  promptVersion: entry.promptVersion ?? null,
  glossaryVersion: entry.glossaryVersion ?? null,
  report: [],
  origin,
});

/** A kept translation as an entry of a file. */
export const entryOf = (row: StoredTranslation): MemoryEntry => ({
  hash: row.hash,
  hashVersion: 1,
  kind: row.kind,
  source: row.source,
  target: row.target,
  status: row.status,
  ...(row.context === '' ? {} : { context: row.context }),
  engine: row.engine,
  ...(row.model === null ? {} : { model: row.model }),
  ...(row.promptVersion === null ? {} : { promptVersion: row.promptVersion }),
  // '' says that no term occurs: in a file it is left out.
  ...(row.glossaryVersion ? { glossaryVersion: row.glossaryVersion } : {}),
});
