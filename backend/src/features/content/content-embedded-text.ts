/** What a model is given of a chunk. Pure. */
import { createHash } from 'node:crypto';
import type { EmbeddableChunk } from './content-embedding.repository.ts';

/**
 * The headings that lead to a chunk, and its text: a section is often named by its heading alone, and a model that has
 * not read it takes the text for another subject.
 */
export const embeddedText = ({ sections, text }: Pick<EmbeddableChunk, 'sections' | 'text'>): string => {
  const [first, ...merged] = sections.map(({ headingPath }) => headingPath);
  const headings = [...(first ?? []), ...merged.flatMap((path) => path.slice(-1))];
  return `${headings.join(' > ')}\n${text}`;
};

/** SHA-256 of a text, base64url: by what its embedding is kept. */
export const embeddedTextHash = (text: string): string => createHash('sha256').update(text).digest('base64url');
