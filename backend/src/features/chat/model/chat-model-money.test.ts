import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RateLimitError } from '../../../config/app-error.ts';
import { askWith, eventsOf, foldEvents, openModelBook } from './chat-model.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const ANSWER = 'A late joiner misses the map because the default durability is volatile [1].';

describe('what answers of a model cost', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  afterEach(() => {
    book.server.script({});
    book.takePrompts();
  });
  afterAll(() => book?.close());

  it('quotes from the start when the budget is spent', async () => {
    const { service, outcomes } = book.serviceWith({ spending: { usdPerDay: 0 } });
    const events = await eventsOf(service, { question: QUESTION, store: false });
    expect(events[0]).toMatchObject({ event: 'meta', data: { mode: 'extractive', notice: 'budget_spent' } });
    expect(events.some(({ event }) => event === 'replace')).toBe(false);
    expect((await foldEvents(events)).citations[0]?.quote).toContain('volatile');
    expect(book.takePrompts()).toEqual([]);
    expect(outcomes).toEqual(['budget_spent']);
  });

  it('tells what is left, and goes on with quotes in the middle of a conversation', async () => {
    book.server.script({ answer: ({ prompt }) => (prompt.includes('Rewrite the last') ? 'Why volatile?' : ANSWER) });
    const reader = randomUUID();
    const { service } = book.serviceWith({ spending: { answersPerReaderPerDay: 1 } });
    const first = await askWith(service, { question: QUESTION }, reader);
    expect(first).toMatchObject({ mode: 'llm', usage: { cached: false, answersLeft: 0 } });
    const next = await askWith(
      service,
      { question: 'And what does the map server use?', sessionId: first.sessionId ?? '' },
      reader,
    );
    expect(next).toMatchObject({ mode: 'extractive', notice: 'budget_spent', usage: { answersLeft: 0 } });
    expect(next.citations[0]?.url).toBe('/book/nodes-topics-qos#late-joiners');
  });

  it('does not count a failed call as an answer', async () => {
    book.server.script({ fault: { kind: 'status', status: 401 } });
    const reader = randomUUID();
    const { service } = book.serviceWith({ spending: { answersPerReaderPerDay: 3 } });
    const answer = await askWith(service, { question: QUESTION }, reader);
    expect(answer).toMatchObject({ notice: 'provider_failed', usage: { answersLeft: 3 } });
  });

  it('answers with quotes when the ledger cannot be reached', async () => {
    const ledger = {
      reserve: () => Promise.reject(new Error('no database')),
      answersLeft: () => Promise.reject(new Error('no database')),
    };
    const { service } = book.serviceWith({ ledger });
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'provider_failed', usage: { cached: false } });
    expect(book.takePrompts()).toEqual([]);
  });

  it('asks for a proof before the first call, and never for quotes', async () => {
    const checks: (string | undefined)[] = [];
    const proofGate = {
      check: async (_payer: unknown, proof: string | undefined) => {
        checks.push(proof);
        if (proof === undefined) throw new RateLimitError('PROOF_REQUIRED');
      },
    };
    book.server.script({ answer: () => ANSWER });
    const { service } = book.serviceWith({ proofGate });
    await expect(askWith(service, { question: QUESTION, store: false })).rejects.toMatchObject({
      code: 'PROOF_REQUIRED',
    });
    expect(await askWith(service, { question: QUESTION, store: false, proof: 'solved' })).toMatchObject({
      mode: 'llm',
    });
    await askWith(service, { question: QUESTION, store: false, quotesOnly: true });
    expect(checks).toEqual([undefined, 'solved']);
  });
});
