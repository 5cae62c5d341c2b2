import { randomUUID } from 'node:crypto';
import type { ChatEvent } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AnswerEnded } from '../chat.service.ts';
import { askWith, eventsOf, foldEvents, openModelBook, requestOf, WRITER } from './chat-model.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const FIRST = 'A late joiner misses the map because the default durability is volatile [1].';
const URDU = 'دیر سے آنے والا نوڈ نقشہ نہیں پاتا کیونکہ طے شدہ پائیداری volatile ہے [1]۔';
const never = new Promise<void>(() => {});

describe('streams of a model', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  afterEach(() => book.server.script({}));
  afterAll(() => book?.close());

  /** Says one sentence and then nothing more, until the reader leaves. */
  const stallAfterFirst = () =>
    book.server.script({
      answer: async function* () {
        yield `${FIRST} `;
        yield 'With transient';
        await never;
      },
    });

  it.each([
    [new AnswerEnded('abandoned'), 'abandoned'],
    [new AnswerEnded('stopped'), 'stopped'],
    [new Error('the socket closed'), 'stopped'],
  ] as const)('keep what was said and let go of the provider at once: %s', async (reason, finishReason) => {
    stallAfterFirst();
    const reader = randomUUID();
    const { service, outcomes } = book.serviceWith();
    const stop = new AbortController();
    const accepted = await service.accept(requestOf({ question: QUESTION }), { id: reader, address: '192.0.2.7' });
    const events: ChatEvent[] = [];
    for await (const event of accepted.answer(reader, stop.signal)) {
      events.push(event);
      if (event.event === 'delta') stop.abort(reason);
    }
    const request = book.server.requests.at(-1);
    await request?.ended;
    expect(request?.end).toBe('client_closed');
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { finishReason } });
    const answer = await foldEvents(events);
    const [, message] = await book.repository.messages(answer.sessionId ?? '');
    expect(message).toMatchObject({ mode: 'llm', finishReason, text: answer.text, writer: WRITER });
    expect(FIRST.startsWith(answer.text.trim()) && answer.text !== '').toBe(true);
    expect(outcomes).toEqual(['stopped']);
  });

  it('end at the provider when nobody reads on, before its first word too', async () => {
    book.server.script({
      answer: async function* () {
        await never;
        yield FIRST;
      },
    });
    const { service } = book.serviceWith();
    const accepted = await service.accept(requestOf({ question: QUESTION, store: false }), {
      id: null,
      address: '192.0.2.7',
    });
    const before = book.server.requests.length;
    const events = accepted.answer(null, new AbortController().signal);
    await events.next();
    await book.server.arrived(before + 1);
    await events.return(undefined);
    const request = book.server.requests.at(-1);
    await request?.ended;
    expect(request?.end).toBe('client_closed');
  });

  it('do not disturb each other', async () => {
    const lidar = 'A LiDAR measures distance by the time that a laser pulse takes to return [1].';
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    book.server.script({
      answer: async function* ({ prompt }) {
        const isFirst = prompt.includes(QUESTION);
        const words = (isFirst ? FIRST : lidar).split(/(?<= )/);
        yield words[0] ?? '';
        // Each goes on only when the other has begun.
        gates[isFirst ? 0 : 1]?.resolve();
        await gates[isFirst ? 1 : 0]?.promise;
        yield* words.slice(1);
      },
    });
    const { service } = book.serviceWith();
    const [one, two] = await Promise.all([
      askWith(service, { question: QUESTION }, randomUUID()),
      askWith(service, { question: 'How does a LiDAR measure distance?' }, randomUUID()),
    ]);
    expect(one).toMatchObject({ mode: 'llm', text: FIRST });
    expect(two).toMatchObject({ mode: 'llm', text: lidar });
    expect(one?.sessionId).not.toBe(two?.sessionId);
  });

  it('answer an Urdu question from English passages in Urdu, with quotes in English', async () => {
    book.server.script({ answer: () => URDU });
    const { service } = book.serviceWith();
    const question = 'late joiner کو map کیوں نہیں ملتا، durability volatile؟';
    const answer = await askWith(service, { question, locale: 'ur', store: false });
    expect(answer).toMatchObject({ mode: 'llm', text: URDU });
    expect(answer.citations[0]?.quote).toMatch(/[a-z]/);
    expect(JSON.stringify(book.server.requests.at(-1)?.body)).toContain('in Urdu (ur)');
  });

  it('have a citation before the text with its marker, whatever the pieces are', async () => {
    book.server.script({ answer: () => Array.from(FIRST) });
    const { service } = book.serviceWith();
    const events = await eventsOf(service, { question: QUESTION, store: false });
    const cited = new Set<number>();
    for (const { event, data } of events) {
      if (event === 'citation') cited.add(data.marker);
      if (event !== 'delta') continue;
      for (const [, marker] of data.text.matchAll(/\[(\d+)\]/g)) expect(cited).toContain(Number(marker));
    }
    expect(cited).toEqual(new Set([1]));
  });
});
