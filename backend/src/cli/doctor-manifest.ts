/** Check of the book: is its manifest there, and can it be used? */
import { ManifestError, parseManifest, readManifest } from '../features/content/index.ts';
import { broken, type Finding, ok } from './doctor-finding.ts';

/**
 * Whether the manifest can be indexed.
 *
 * @param location path or http(s) address
 */
export async function checkManifest(location: string): Promise<Finding> {
  try {
    const { text } = await readManifest(location);
    const { title, chapters } = parseManifest(text);
    return ok('Book', `"${title}", ${chapters.length} chapters, at ${location}`);
  } catch (error) {
    if (error instanceof ManifestError) return broken('Book', error.message);
    throw error;
  }
}
