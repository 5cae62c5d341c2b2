/** Starts one real server without any key for the browser tests; those with a model start their own. */
import type { TestProject } from 'vitest/node';
import { bookIsBuilt, startServer } from './lectern-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the server, e.g. `http://127.0.0.1:43211`; empty when the book has not been built. */
    origin: string;
  }
}

/** Vitest's hook: called once before the browser tests; what it returns is called after the last. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!bookIsBuilt()) {
    console.error('The browser tests need the built book: node scripts/build-book.mjs');
    project.provide('origin', '');
    return undefined;
  }
  const server = await startServer();
  project.provide('origin', server.origin);
  return () => server.close();
}
