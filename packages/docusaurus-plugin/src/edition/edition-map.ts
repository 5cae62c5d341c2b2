/** `i18n/<locale>/lectern.map.json`: which files of an edition were written here, from what, and what each segment translates. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Name of the file, in the locale's folder. */
export const EDITION_MAP = 'lectern.map.json';
const MAP_VERSION = 1;

const fileSchema = z.object({
  source: z.string().describe('Path of the file that it translates, relative to the site'),
  inputs: z.string().describe('Hash of all that it was made of: as long as it is the same, the file is current'),
  hash: z.string().describe('Hash of the file as it was written: another one means that somebody has edited it'),
  total: z.number().describe('Segments with words in the source'),
  translated: z.number().describe('Of these, in the edition’s language'),
  left: z.array(z.object({ id: z.string(), reason: z.string() })).describe('Segments that could not be spliced in'),
  segments: z.record(z.string(), z.string()).describe('Hash of a segment → hash of the one that it translates'),
});
const mapSchema = z.object({
  version: z.literal(MAP_VERSION),
  language: z.string(),
  files: z.record(z.string(), fileSchema).describe('By path relative to the locale’s folder'),
});

/** One file of an edition: see {@link fileSchema}. */
export type EditionMapFile = z.infer<typeof fileSchema>;
/** The map. */
export type EditionMap = z.infer<typeof mapSchema>;

/** Reads a locale's map; an empty one when there is none, or none that can be read. @param folder the locale's folder */
export function readEditionMap(folder: string, language: string): EditionMap {
  const empty: EditionMap = { version: MAP_VERSION, language, files: {} };
  const path = join(folder, EDITION_MAP);
  if (!existsSync(path)) return empty;
  try {
    const parsed = mapSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success && parsed.data.language === language ? parsed.data : empty;
  } catch {
    return empty;
  }
}

/** Finds what a segment of an edition translates: in its own file first, as one text may translate two. */
export function sourceFinder(map: EditionMap): (path: string, hash: string) => string | undefined {
  const everywhere = new Map<string, string>();
  for (const { segments } of Object.values(map.files)) {
    for (const [hash, source] of Object.entries(segments)) if (!everywhere.has(hash)) everywhere.set(hash, source);
  }
  return (path, hash) => map.files[path]?.segments[hash] ?? everywhere.get(hash);
}
