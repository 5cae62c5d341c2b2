import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Workspace packages are run from their sources: the `lectern-source` condition of their `exports`.
const conditions = ['lectern-source', 'node', 'development|production'];

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['lectern-source'] } },
};

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,scripts}/**/*.test.{ts,tsx}',
            'backend/{src,test}/**/*.test.ts',
            'tools/**/*.test.{ts,mjs}',
            'bench/**/*.test.ts',
            'docusaurus/{src,plugins}/**/*.test.{ts,tsx}',
          ],
          // Suites wait for databases and servers of their own: two at once, also on two cores.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          // A real server on the built book, and a real Chromium; skipped, with a word, where there is none.
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          globalSetup: ['e2e/global-setup.ts'],
          // Two browsers keep two cores busy: more would only wait for each other.
          maxWorkers: 2,
          // After all others: a page is watched by a clock.
          sequence: { groupOrder: 1 },
          // A browser on a busy machine may lose a moment; the log says which test needed a second try.
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
