/** The translation memories that a site ships: `i18n/memory/<language>.jsonl`, copied beside the manifest that lists them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedMemory } from '@lectern/contracts';

/** Folder of memories, below a site's translations and beside the manifest. */
const MEMORY_FOLDER = 'memory';
/** Language tags as they may name a file: the contract's. */
const FILE_NAME = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.jsonl$/;

/** A memory file as it will be shipped. */
export interface MemoryFile extends ShippedMemory {
  readonly bytes: Buffer;
}

function countLines(bytes: Buffer): number {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}

/** Reads a site's memories, in the order of their languages. What is wrong in a line is the server's to tell, with its number. */
export function readMemories(i18nDir: string): MemoryFile[] {
  const folder = join(i18nDir, MEMORY_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const [, language] = FILE_NAME.exec(name) ?? [];
      if (language === undefined) return [];
      const bytes = readFileSync(join(folder, name));
      const hash = createHash('sha256').update(bytes).digest('base64url');
      return [{ language, path: `${MEMORY_FOLDER}/${name}`, hash, entries: countLines(bytes), bytes }];
    });
}

/** The entries of the manifest. */
export const listMemories = (files: readonly MemoryFile[]): ShippedMemory[] =>
  files.map(({ language, path, hash, entries }) => ({ language, path, hash, entries }));

/** Copies the files. @param output folder of the manifest */
export function writeMemories(output: string, files: readonly MemoryFile[]): void {
  if (files.length === 0) return;
  mkdirSync(join(output, MEMORY_FOLDER), { recursive: true });
  for (const { path, bytes } of files) writeFileSync(join(output, path), bytes);
}
