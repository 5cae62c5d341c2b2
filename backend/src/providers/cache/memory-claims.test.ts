import { describe, expect, it } from 'vitest';
import { describeClaims } from './claim-store.contract.ts';
import type { ClaimStore } from './claim-store.port.ts';
import { createLayeredClaims, createMemoryClaims } from './memory-claims.ts';

describeClaims('names in memory', () => createMemoryClaims());
describeClaims('names in memory over a shared store', () =>
  createLayeredClaims(createMemoryClaims(), createMemoryClaims()),
);

const away = async (): Promise<never> => {
  throw new Error('away');
};
const AWAY: ClaimStore = { claim: away, find: away, put: away, release: away };
describeClaims('names in memory while the shared store is away', () => createLayeredClaims(createMemoryClaims(), AWAY));

describe('a name', () => {
  it('is free again when its time is over', async () => {
    let now = 0;
    const claims = createMemoryClaims(() => now);
    await claims.claim('a', '1', 1_000);
    now = 999;
    expect(await claims.find('a')).toBe('1');
    now = 1_000;
    expect(await claims.find('a')).toBeNull();
  });

  it('that another process has is not ours', async () => {
    const shared = createMemoryClaims();
    const [one, two] = [
      createLayeredClaims(createMemoryClaims(), shared),
      createLayeredClaims(createMemoryClaims(), shared),
    ];
    expect(await one.claim('a', '1', 1_000)).toBeNull();
    expect(await two.claim('a', '2', 1_000)).toBe('1');
    await one.release('a');
    expect(await two.claim('a', '2', 1_000)).toBeNull();
  });
});
