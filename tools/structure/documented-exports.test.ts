import { expect, test } from 'vitest';
import { documentedExports } from './documented-exports.ts';

test('an export counts as documented only when a docstring stands directly before it', () => {
  const source = [
    '/** What it is. */',
    'export const a = 1;',
    '',
    'export function b() {}',
    '// no docstring',
    'export type C = string;',
  ].join('\n');
  expect(documentedExports(source)).toEqual([
    { name: 'a', line: 2, documented: true },
    { name: 'b', line: 4, documented: false },
    { name: 'C', line: 6, documented: false },
  ]);
});

test('overloads count once and re-exports not at all', () => {
  const source = [
    '/** Adds. */',
    'export function add(a: number): number;',
    'export function add(a: string): string;',
    "export * from './other.ts';",
    "export { x } from './x.ts';",
  ].join('\n');
  expect(documentedExports(source)).toEqual([{ name: 'add', line: 2, documented: true }]);
});
