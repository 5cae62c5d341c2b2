import { defineConfig } from 'vitest/config';

// Workspace packages are run from their sources: the `lectern-source` condition of their `exports`.
const conditions = ['lectern-source'];

export default defineConfig({
  resolve: { conditions: [...conditions, 'node', 'development|production'] },
  ssr: {
    resolve: {
      conditions: [...conditions, 'node', 'development|production'],
      externalConditions: conditions,
    },
  },
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'backend/{src,test}/**/*.test.ts',
      'tools/**/*.test.{ts,mjs}',
      'bench/**/*.test.ts',
      'docusaurus/src/**/*.test.{ts,tsx}',
    ],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
