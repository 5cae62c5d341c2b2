import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortSteps } from './stepwise-sort.ts';

function sorted(values: readonly string[]): { result: string[]; pauses: number } {
  const steps = sortSteps(values);
  for (let pauses = 0; ; pauses++) {
    const step = steps.next();
    if (step.done === true) return { result: step.value, pauses };
  }
}

describe('sortSteps', () => {
  it('sorts any strings as sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        expect(sorted(values).result).toEqual([...values].sort());
      }),
    );
  });

  it('pauses in long lists', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => `${String.fromCharCode(97 + (i % 26))}${i}`);
    const { result, pauses } = sorted(values);
    expect(result).toEqual([...values].sort());
    expect(pauses).toBeGreaterThan(6);
  });
});
