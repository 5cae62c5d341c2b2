import { lexicalIndexSteps } from './index-builder.ts';
import { latentModelSteps } from './latent-model.ts';
import type { GlossaryEntry, IndexDocument, SearchIndex } from './search-index.ts';

/** How an index is built. */
export interface BuildOptions {
  /** Makes the latent space as well; default true. Never made above 10,000 sections. */
  readonly latent?: boolean | undefined;
  /** Other spellings of the book's terms, met in questions. */
  readonly glossary?: Iterable<GlossaryEntry> | undefined;
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Builds an index in small steps of a few milliseconds; a caller awaits something between two of them to let other
 * work through.
 *
 * @throws DuplicateDocumentError when two documents have the same id
 */
export function* buildIndexSteps(
  documents: Iterable<IndexDocument>,
  options: BuildOptions = {},
): Generator<void, SearchIndex> {
  const index = yield* lexicalIndexSteps(documents, [...(options.glossary ?? [])]);
  return options.latent === false ? index : yield* buildLatentSteps(index);
}

/** Gives the index a latent space, in small steps; the index itself when it is too small or too large for one. */
export function* buildLatentSteps(index: SearchIndex): Generator<void, SearchIndex> {
  const latent = yield* latentModelSteps(index.words);
  return latent === undefined ? index : { ...index, latent };
}

/**
 * Builds an index in one go. The same documents in the same order give the same index, byte for byte.
 *
 * @throws DuplicateDocumentError when two documents have the same id
 */
export function buildIndex(documents: Iterable<IndexDocument>, options: BuildOptions = {}): SearchIndex {
  return finish(buildIndexSteps(documents, options));
}

/** Gives the index a latent space in one go: what {@link buildLatentSteps} does. */
export function buildLatent(index: SearchIndex): SearchIndex {
  return finish(buildLatentSteps(index));
}
