import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksum, IndexFormatError } from './binary-format.ts';
import { buildIndex, deserializeIndex, serializeIndex } from './index.ts';
import { robotBook } from './robot-book.fixture.ts';

const HEADER_BYTES = 16;
const bytes = serializeIndex(buildIndex(robotBook));

describe('a body whose checksum was made to fit', () => {
  it('is read or refused, and never read past its end', () => {
    fc.assert(
      fc.property(
        fc.nat(bytes.length - HEADER_BYTES - 1),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        (at, values) => {
          const forged = bytes.slice();
          forged.set(values.slice(0, bytes.length - HEADER_BYTES - at), HEADER_BYTES + at);
          new DataView(forged.buffer).setUint32(12, checksum(forged.subarray(HEADER_BYTES)), true);
          try {
            expect(deserializeIndex(forged).ids.length).toBeLessThanOrEqual(forged.length);
          } catch (error) {
            expect(error).toBeInstanceOf(IndexFormatError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
