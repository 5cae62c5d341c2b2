import type { ChatResponse } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_NAMES, type FaultName, faultNamed } from '../../../../test/openai-server/openai-faults.ts';
import { PROVIDER_TEXT } from '../../../../test/openai-server/stream-writer.ts';
import { eventsOf, foldEvents, openModelBook, WRITER } from './chat-model.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const ANSWER =
  'A late joiner misses the map because the default durability is volatile [1]. ' +
  'With transient local durability the publisher keeps the last messages and hands them to each subscriber that comes later [1].';
/** Each quote has a number of its own. */
const SHOWN = ANSWER.replace(/\[1\]\.$/, '[2].');

/** What the reader is told of each fault; `ok`: the answer is whole all the same. */
const TOLD: Record<FaultName, 'ok' | 'provider_failed'> = {
  '400': 'provider_failed',
  '401': 'provider_failed',
  '403': 'provider_failed',
  '404': 'provider_failed',
  '429': 'provider_failed',
  '429-soon': 'provider_failed',
  '429-late': 'provider_failed',
  '500': 'provider_failed',
  '503': 'provider_failed',
  reset: 'provider_failed',
  'no-headers': 'provider_failed',
  'slow-first-token': 'provider_failed',
  stall: 'provider_failed',
  cut: 'provider_failed',
  'no-finish': 'provider_failed',
  malformed: 'provider_failed',
  html: 'provider_failed',
  empty: 'provider_failed',
  refusal: 'provider_failed',
  'content-filter': 'provider_failed',
  'error-event': 'provider_failed',
  'usage-missing': 'ok',
  'usage-negative': 'ok',
  'usage-zero': 'ok',
  'usage-huge': 'ok',
};
/** Faults that only a time-out ends, with the one that does. */
const SLOW: Partial<Record<FaultName, object>> = {
  'no-headers': { headersMs: 50 },
  'slow-first-token': { firstTokenMs: 50 },
  stall: { stallMs: 50 },
};

describe('a provider that fails', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  afterEach(() => book.server.script({}));
  afterAll(() => book?.close());

  const expectQuotes = (answer: ChatResponse): void => {
    expect(answer.citations[0]?.quote).toContain('default durability is volatile');
    expect(answer.text).toContain('> A late joiner misses the map');
    for (const { passageId, start, end, quote } of answer.citations) {
      const passage = answer.context.find(({ id }) => id === passageId);
      expect(passage?.text.slice(start, end)).toBe(quote);
    }
  };

  it.each(FAULT_NAMES)('ends in an answer: %s', async (name) => {
    book.server.script({ answer: () => ANSWER, fault: faultNamed(name) });
    const { service, outcomes } = book.serviceWith({ timeouts: SLOW[name] ?? {} });
    const events = await eventsOf(service, { question: QUESTION, store: false });
    expect(events.at(0)?.event).toBe('meta');
    expect(events.slice(-2).map(({ event }) => event)).toEqual(['usage', 'done']);
    const answer = await foldEvents(events);
    if (TOLD[name] === 'ok') expect(answer).toMatchObject({ mode: 'llm', text: SHOWN, writer: WRITER });
    else {
      expect(answer).toMatchObject({ mode: 'extractive', notice: 'provider_failed', unsupported: [] });
      expect(answer).not.toHaveProperty('writer');
      expectQuotes(answer);
    }
    expect(outcomes).toEqual([TOLD[name] === 'ok' ? 'answered' : 'provider_failed']);
    expect(JSON.stringify(events)).not.toContain(PROVIDER_TEXT);
  });
});
