import { describe, expect, it } from 'vitest';
import { pairEdits } from './translation-edits.ts';

const segments = (text: string) =>
  text.split(' ').map((hash) => ({ hash, kind: hash.startsWith('h') ? ('heading' as const) : ('paragraph' as const) }));
const edits = (before: string, after: string) => Object.fromEntries(pairEdits(segments(before), segments(after)));

describe('an edited segment', () => {
  it('stands for the one that stood in its place', () => {
    expect(edits('a b c', 'a B c')).toEqual({ B: 'b' });
    expect(edits('a b', 'A B')).toEqual({ A: 'a', B: 'b' });
    expect(edits('a b c d', 'a B x C d')).toEqual({ B: 'b', x: 'c' });
  });

  it('is new when nothing of its kind stood there', () => {
    expect(edits('a c', 'a b c')).toEqual({});
    expect(edits('a h1 c', 'a B c')).toEqual({});
    expect(edits('a b c', 'a c')).toEqual({});
  });
});
