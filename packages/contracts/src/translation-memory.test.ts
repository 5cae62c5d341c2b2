import { expect, test } from 'vitest';
import { formatMemoryEntry, type MemoryEntry, memoryEntrySchema } from './index.ts';

const entry: MemoryEntry = {
  engine: 'authors',
  status: 'reviewed',
  target: 'ایک <g1>node</g1> <x2/> چلاتی ہے۔',
  source: 'A <g1>node</g1> runs <x2/>.',
  kind: 'paragraph',
  hashVersion: 1,
  hash: 'N'.repeat(43),
};

test('an entry is one line, with its keys in the order in which people read them', () => {
  expect(formatMemoryEntry(entry)).toBe(
    `{"hash":"${'N'.repeat(43)}","hashVersion":1,"kind":"paragraph","source":"A <g1>node</g1> runs <x2/>.","target":"ایک <g1>node</g1> <x2/> چلاتی ہے۔","status":"reviewed","engine":"authors"}`,
  );
});

test('a line is read back as the entry it was', () => {
  expect(memoryEntrySchema.parse(JSON.parse(formatMemoryEntry(entry)))).toEqual(entry);
});

test('an entry that says more, or has another version of the hash, is refused', () => {
  expect(memoryEntrySchema.safeParse({ ...entry, note: 'x' }).success).toBe(false);
  expect(memoryEntrySchema.safeParse({ ...entry, hashVersion: 2 }).success).toBe(false);
  expect(memoryEntrySchema.safeParse({ ...entry, hash: 'short' }).success).toBe(false);
});
