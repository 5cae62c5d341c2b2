/** The book's glossary. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GlossaryTerm, glossaryTermSchema } from '@lectern/contracts';
import { parse } from 'yaml';
import { isRecord } from '../content-plugins.ts';
import type { SiteFolder } from './source-files.ts';

/** A list, or the list under `terms`. */
function termList(data: unknown): unknown {
  return isRecord(data) ? data['terms'] : data;
}

/**
 * Reads the glossary, YAML or JSON (which is YAML too).
 * @throws Error that names the file and each fault
 */
export function loadGlossary(context: SiteFolder, path: string | undefined): GlossaryTerm[] {
  if (path === undefined) return [];
  let data: unknown;
  try {
    data = parse(readFileSync(join(context.siteDir, path), 'utf8'));
  } catch (cause) {
    throw new Error(`The glossary ${path} cannot be read: ${String(cause)}`, { cause });
  }
  const result = glossaryTermSchema.array().safeParse(termList(data));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  - ${issue.path.join('.') || '(file)'}: ${issue.message}`);
  throw new Error(`The glossary ${path} is not valid:\n${faults.join('\n')}`);
}
