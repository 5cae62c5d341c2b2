import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashSegment, hashText, partialPrefix, SegmentIds } from './segment-hash.ts';

describe('hashText', () => {
  it('is SHA-256 in base64url, as Node makes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wellFormed = text.toWellFormed();
        expect(hashText(wellFormed)).toBe(createHash('sha256').update(wellFormed, 'utf8').digest('base64url'));
      }),
      { seed: 20_261_121 },
    );
  });
});

describe('hashSegment', () => {
  const link = (reading: string) => ({ id: 'g1', type: 'link' as const, reading });
  const code = (reading: string) => ({ id: 'x1', type: 'code' as const, reading });

  it('changes with kind, text and code', () => {
    const base = hashSegment('paragraph', 'Run <x1/>', [code('ls')]);
    expect(hashSegment('heading', 'Run <x1/>', [code('ls')])).not.toBe(base);
    expect(hashSegment('paragraph', 'Runs <x1/>', [code('ls')])).not.toBe(base);
    expect(hashSegment('paragraph', 'Run <x1/>', [code('cd')])).not.toBe(base);
  });

  it('does not change with what a link or an image says about itself', () => {
    expect(hashSegment('paragraph', '<g1>a</g1>', [link('one')])).toBe(
      hashSegment('paragraph', '<g1>a</g1>', [link('two')]),
    );
  });

  it('stays what stored translations were made with', () => {
    expect(hashSegment('paragraph', 'A node talks.', [])).toBe('wzT20eD_kReJvYyP31fmcnxLNfc3MA0DtQ5cnU8WfWM');
  });
});

describe('SegmentIds', () => {
  it('numbers repeats from two and prefixes those of partials', () => {
    const hash = hashText('x');
    const ids = new SegmentIds();
    expect([ids.next(hash), ids.next(hash), ids.next(hash)]).toEqual([
      hash.slice(0, 8),
      `${hash.slice(0, 8)}-2`,
      `${hash.slice(0, 8)}-3`,
    ]);
    const prefix = partialPrefix('docs/_note.mdx');
    expect(new SegmentIds(prefix).next(hash)).toBe(prefix + hash.slice(0, 8));
    expect(prefix).toHaveLength(4);
  });
});
