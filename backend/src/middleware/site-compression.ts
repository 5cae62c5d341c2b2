/** Compresses the files of the built site once, beside them, so that no request pays for it. */
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

/** What was done. */
export interface CompressionReport {
  /** Files that were written. */
  readonly written: number;
  /** Why it ended early: the directory cannot be written, or has no space. The site is then served uncompressed. */
  readonly fault: Error | null;
}

const TEXT = /\.(html|js|css|svg|json|xml|txt|webmanifest)$/;
/** The manifest and its like are for the server, not for readers. */
const NOT_FOR_READERS = /^lectern[/\\]/;
/** Below this a compressed answer saves no packet. */
const LEAST_BYTES = 1024;
/** Level 9 is a fifth of level 11's time at about 3 % more bytes. */
const BROTLI_LEVEL = 9;
const GZIP_LEVEL = 9;

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/**
 * Writes `.br` and `.gz` beside every text file that has none, or an older one. One file at a time, in zlib's own threads:
 * the event loop stays free. Never throws.
 */
export async function compressSite(siteDir: string, signal?: AbortSignal): Promise<CompressionReport> {
  let written = 0;
  try {
    for (const name of await readdir(siteDir, { recursive: true })) {
      if (signal?.aborted) break;
      if (TEXT.test(name) && !NOT_FOR_READERS.test(name)) written += await compressFile(join(siteDir, name));
    }
    return { written, fault: null };
  } catch (error) {
    return { written, fault: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** @returns how many files were written */
async function compressFile(path: string): Promise<number> {
  const source = await statOrNothing(path);
  if (source === undefined || !source.isFile() || source.size < LEAST_BYTES) return 0;
  let written = 0;
  for (const [ending, compress] of ENCODINGS) {
    const target = `${path}${ending}`;
    const there = await statOrNothing(target);
    if (there !== undefined && there.mtimeMs >= source.mtimeMs) continue;
    const bytes = await compress(await readFile(path));
    // The site may have been built anew meanwhile: old bytes must not stand beside a new file.
    if (!sameFile(source, await statOrNothing(path))) return written;
    await replaceFile(target, bytes);
    written += 1;
  }
  return written;
}

const ENCODINGS: readonly (readonly [ending: string, compress: (bytes: Buffer) => Promise<Buffer>])[] = [
  ['.br', (bytes) => brotli(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_LEVEL } })],
  ['.gz', (bytes) => gz(bytes, { level: GZIP_LEVEL })],
];

/** A reader gets the old file or the new one, never half of one. */
async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function sameFile(before: Stats, after: Stats | undefined): boolean {
  return after !== undefined && after.mtimeMs === before.mtimeMs && after.size === before.size;
}

async function statOrNothing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
