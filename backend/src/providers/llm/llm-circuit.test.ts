import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LlmFailure } from './llm.port.ts';
import { type Circuit, createCircuit } from './llm-circuit.ts';

const OPEN_MS = 30_000;
const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails until the circuit is open. */
async function open(circuit: Circuit): Promise<void> {
  for (let i = 0; i < 3; i += 1) circuit.admit()?.failed(new LlmFailure('unavailable'));
  await vi.advanceTimersByTimeAsync(0);
}

describe('a circuit', () => {
  it('tells when it opens and when it closes', async () => {
    const changes: boolean[] = [];
    const circuit = createCircuit((isOpen) => changes.push(isOpen));
    await open(circuit);
    expect(circuit.admit()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    circuit.admit()?.succeeded();
    await vi.advanceTimersByTimeAsync(0);
    expect(changes).toEqual([true, false]);
    expect(circuit.admit()).toBeDefined();
  });

  it('lets one call try, and no other until that one is done', async () => {
    const circuit = createCircuit();
    await open(circuit);
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    const trying = circuit.admit();
    expect(trying).toBeDefined();
    expect(circuit.admit()).toBeUndefined();
    trying?.failed(new LlmFailure('timeout'));
    await vi.advanceTimersByTimeAsync(0);
    expect(circuit.admit()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    expect(circuit.admit()).toBeDefined();
  });

  it('does not wait for ever for a call that nobody hears of again', async () => {
    const circuit = createCircuit();
    await open(circuit);
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    expect(circuit.admit()).toBeDefined();
    await vi.advanceTimersByTimeAsync(HOUR_MS + OPEN_MS);
    expect(circuit.admit()).toBeDefined();
  });
});
