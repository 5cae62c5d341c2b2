import { lexicalIndexSteps } from './index-builder.ts';
import type { GlossaryEntry, IndexDocument, SearchIndex } from './search-index.ts';

/** How an index is built. */
export interface BuildOptions {
  /** Makes the latent space as well; default true, but never above 10,000 sections. */
  readonly latent?: boolean | undefined;
  /** Other spellings of the book's terms, met in questions. */
  readonly glossary?: Iterable<GlossaryEntry> | undefined;
}

/** Builds an index a few documents at a time; a caller awaits something between two steps to let other work through. */
export function* buildIndexSteps(
  documents: Iterable<IndexDocument>,
  options: BuildOptions = {},
): Generator<void, SearchIndex> {
  return yield* lexicalIndexSteps(documents, [...(options.glossary ?? [])]);
}

/**
 * Builds an index in one go. The same documents in the same order give the same index, byte for byte.
 *
 * @throws DuplicateDocumentError when two documents have the same id
 */
export function buildIndex(documents: Iterable<IndexDocument>, options: BuildOptions = {}): SearchIndex {
  const steps = buildIndexSteps(documents, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
