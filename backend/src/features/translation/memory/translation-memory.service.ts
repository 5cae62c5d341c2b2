/** The memory as files: what the site ships is taken in when it is new; all of it can be written and read. */
import { dirname, join } from 'node:path';
import type { MemoryEntry, ShippedMemory, SupportedLanguage } from '@lectern/contracts';
import { formatMemoryEntry, supportedLanguageSchema } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Db } from '../../../db/client.ts';
import { type BookSnapshot, readManifest } from '../../content/index.ts';
import type { TranslationBooks } from '../translation-book.ts';
import { findFile } from './translation-file.repository.ts';
import { entryOf, type ImportReport, importMemory } from './translation-import.ts';
import type { LanguagePair, MemoryRepository } from './translation-memory.repository.ts';
import { readMemoryLines, type TextPieces } from './translation-memory-lines.ts';
import { readTmx } from './translation-tmx-read.ts';
import { writeTmx } from './translation-tmx-write.ts';

/** Forms of a memory file. */
export type MemoryFormat = 'jsonl' | 'tmx';

/** What the service needs. */
export interface MemoryServiceDeps {
  readonly db: Db;
  readonly memory: MemoryRepository;
  readonly books: TranslationBooks;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Told when the memory has changed. */
  readonly onChanged: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A file that is read by hand. */
export interface MemoryImport {
  readonly language: SupportedLanguage;
  readonly format: MemoryFormat;
  readonly pieces: TextPieces;
}

/** What came of a memory file that the site ships. */
export type ShippedReport = { readonly path: string } & (
  | { readonly report: ImportReport }
  /** Why nothing of it was taken in. */
  | { readonly fault: string }
);

/** What a shipped memory file may be at most: bytes, and time to fetch it, milliseconds. */
const SHIPPED_LIMITS = { bytes: 64 * 1024 * 1024, timeoutMs: 60_000 } as const;

/** The memory as files. */
export type MemoryService = ReturnType<typeof createMemoryService>;

/** Makes the service. */
export const createMemoryService = ({ db, memory, books, logger, onChanged, now }: MemoryServiceDeps) => {
  /** @throws when the file cannot be used */
  const importOne = async (
    manifest: string,
    source: string,
    { language, path, hash }: ShippedMemory,
  ): Promise<ImportReport | undefined> => {
    const target = supportedLanguageSchema.safeParse(language);
    if (!target.success) throw new Error(`${language} is none of the supported languages`);
    if ((await findFile(db, path))?.hash === hash) return undefined;
    const file = await readManifest(besides(manifest, path), SHIPPED_LIMITS);
    if (file.hash !== hash) throw new Error(`${path} is not the file that the manifest names: build the site again`);
    const pair = { source, target: target.data };
    return importMemory(db, { pair, origin: path, hash }, readMemoryLines([file.text]), new Date(now()));
  };

  /**
   * Takes the memories in that a site ships, as far as they are new. A file that cannot be used is told to the log: the
   * others, and what was there before, stay.
   * @param manifest path or address of the manifest: they lie beside it
   * @returns what came of the files that are new
   */
  const importShipped = async (manifest: string, { book }: BookSnapshot): Promise<ShippedReport[]> => {
    const reports: ShippedReport[] = [];
    for (const shipped of book.memory ?? []) {
      const { path } = shipped;
      try {
        const report = await importOne(manifest, book.defaultLocale, shipped);
        if (report === undefined) continue;
        onChanged();
        reports.push({ path, report });
        logger.info({ path, ...report, faults: undefined }, 'a shipped memory of translations was taken in');
        if (report.faulty > 0)
          logger.warn({ path, faults: report.faults }, 'entries of a shipped memory were left out');
      } catch (err) {
        logger.error({ err, path }, 'a shipped memory of translations could not be taken in');
        reports.push({ path, fault: err instanceof Error ? err.message : String(err) });
      }
    }
    return reports;
  };

  /**
   * Takes a file in that somebody gives by hand.
   * @throws TmxError, TypeError (no UTF-8); then nothing of it is taken in
   */
  const importFile = async ({ language, format, pieces }: MemoryImport): Promise<ImportReport> => {
    const pair = { source: books.content.snapshot().book.defaultLocale, target: language };
    const entries = format === 'tmx' ? readTmx(pieces, pair) : readMemoryLines(pieces);
    const report = await importMemory(db, { pair, origin: null, hash: '' }, entries, new Date(now()));
    onChanged();
    return report;
  };

  /** All entries of a language: in the order of the book, then what the book does not have any more. */
  async function* entries(pair: LanguagePair): AsyncGenerator<MemoryEntry> {
    const { chapters, modules } = await books.outline(books.content.snapshot());
    const written = new Set<string>();
    const groups = [...chapters.map(({ hashes }) => hashes), modules.map(({ hash }) => hash)];
    for (const group of groups) {
      const hashes = Array.from(new Set(group)).filter((hash) => !written.has(hash));
      const rows = Map.groupBy(await memory.find(pair, hashes), ({ hash }) => hash);
      for (const hash of hashes) {
        written.add(hash);
        for (const row of rows.get(hash) ?? []) yield entryOf(row);
      }
    }
    for await (const page of memory.all(pair)) {
      for (const row of page) if (!written.has(row.hash)) yield entryOf(row);
    }
  }

  /** Writes the memory of a language. @param version of this server, for the header of TMX */
  const exportMemory = (language: SupportedLanguage, format: MemoryFormat, version: string): AsyncGenerator<string> => {
    const pair = { source: books.content.snapshot().book.defaultLocale, target: language };
    return format === 'tmx' ? writeTmx(pair, entries(pair), version) : writeLines(entries(pair));
  };

  return { importShipped, importFile, exportMemory };
};

async function* writeLines(entries: AsyncIterable<MemoryEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${formatMemoryEntry(entry)}\n`;
}

const besides = (manifest: string, path: string): string =>
  /^https?:\/\//i.test(manifest) ? new URL(path, manifest).href : join(dirname(manifest), path);
