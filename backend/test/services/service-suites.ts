/** Finds the suites that run on the services: those that open a test database, or name a service's address. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const DATABASE_FIXTURE = 'db.fixture.ts';

/**
 * Paths of the suites, relative to the root, sorted. A suite counts when it imports the database's fixture, directly or
 * through other fixtures, or reads an address from `LECTERN_TEST_…_URL`.
 */
export function findServiceSuites(root: string): string[] {
  const read = (pattern: string): { path: string; text: string }[] =>
    globSync(pattern, { cwd: root }).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const fixtures = read('backend/**/*.fixture.ts');
  const reaching = new Set([DATABASE_FIXTURE]);
  const reaches = (text: string): boolean => [...reaching].some((name) => text.includes(`/${name}'`));
  for (let before = 0; before < reaching.size; ) {
    before = reaching.size;
    for (const { path, text } of fixtures) if (reaches(text)) reaching.add(basename(path));
  }
  // Browser tests among them: those that need services of their own.
  return [...read('backend/**/*.test.ts'), ...read('e2e/*.spec.ts')]
    .filter(({ text }) => reaches(text) || /LECTERN_TEST_\w+_URL/.test(text))
    .map(({ path }) => path)
    .toSorted();
}
