/** What every store of names does: one suite, run over each adapter. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClaimStore } from './claim-store.port.ts';

/** Runs the suite. */
export function describeClaims(name: string, claims: () => ClaimStore): void {
  describe(name, () => {
    it('give a name to the first who asks', async () => {
      const store = claims();
      const id = randomUUID();
      const asked = await Promise.all(['a', 'b', 'c'].map((value) => store.claim(id, value, 60_000)));
      expect(asked.filter((taken) => taken === null)).toHaveLength(1);
      expect(await store.claim(id, 'd', 60_000)).toBe(await store.find(id));
    });

    it('take a name back, and change its value', async () => {
      const store = claims();
      const id = randomUUID();
      expect(await store.find(id)).toBeNull();
      await store.claim(id, 'pending', 60_000);
      await store.put(id, 'settled', 60_000);
      expect(await store.claim(id, 'late', 60_000)).toBe('settled');
      await store.release(id);
      expect(await store.claim(id, 'again', 60_000)).toBeNull();
    });
  });
}
