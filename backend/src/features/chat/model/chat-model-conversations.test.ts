import { randomUUID } from 'node:crypto';
import type { ScopeInput } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { usageEntry } from '../../../usage/usage.table.ts';
import { chatMessage } from '../chat.table.ts';
import { askWith, openModelBook, WRITER } from './chat-model.fixture.ts';
import { PROMPT_VERSION } from './chat-prompt.ts';

const QUESTION = 'How does a stereo camera work out how far away something is?';
const CAMERA = 'A stereo camera works out how far away something is from the disparity between its two images [1].';
const LIDAR = 'A LiDAR measures distance by the time that a laser pulse takes to return [1].';
const isRewrite = (prompt: string): boolean => prompt.includes('Rewrite the last question');

describe('conversations with a model', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  afterEach(() => {
    book.server.script({});
    book.takePrompts();
  });
  afterAll(() => book?.close());

  /** Answers of cameras first, of LiDAR then; a follow-up is understood as `understood`. */
  const converse = (understood: string) =>
    book.server.script({
      answer: ({ prompt }) => {
        if (isRewrite(prompt)) return understood;
        return prompt.includes('<lectern-conversation>') ? LIDAR : CAMERA;
      },
    });

  it('makes a follow-up stand alone for retrieval, and gives the conversation as data', async () => {
    converse('How does a LiDAR measure how far away something is?');
    const reader = randomUUID();
    const { service } = book.serviceWith();
    const first = await askWith(service, { question: QUESTION }, reader);
    book.takePrompts();
    const next = await askWith(service, { question: 'and the laser one?', sessionId: first.sessionId ?? '' }, reader);
    expect(next).toMatchObject({ mode: 'llm', text: LIDAR });
    expect(next.context[0]?.url).toBe('/book/sensors#lidar');
    const [rewrite, answer] = book.takePrompts();
    expect(rewrite?.user).toContain(`Reader: ${QUESTION}`);
    expect(answer?.user).toContain(`<lectern-turn>\nReader: ${QUESTION}\nAnswer: ${CAMERA.replace(' [1]', '')}`);
    // The question is the reader's own: what the model made of it is for retrieval only.
    expect(answer?.user).toContain('<lectern-question>\nand the laser one?\n</lectern-question>');
  });

  it('understands the same follow-up once', async () => {
    converse('How does a LiDAR measure how far away something is?');
    const reader = randomUUID();
    const { service } = book.serviceWith();
    const first = await askWith(service, { question: QUESTION }, reader);
    const follow = { question: 'and the laser?', sessionId: first.sessionId ?? '', parentMessageId: first.messageId };
    await askWith(service, follow, reader);
    await askWith(service, follow, reader);
    expect(book.takePrompts().filter(({ system }) => isRewrite(system))).toHaveLength(1);
  });

  it('carries the words of the turn before when no model makes a follow-up stand alone', async () => {
    book.server.script({
      answer: ({ prompt }) => (prompt.includes('<lectern-conversation>') ? LIDAR : CAMERA),
      fault: (request) => (isRewrite(request?.prompt ?? '') ? { kind: 'status', status: 500 } : undefined),
    });
    const reader = randomUUID();
    const { service } = book.serviceWith();
    const first = await askWith(service, { question: QUESTION }, reader);
    const next = await askWith(service, { question: 'and for LiDAR?', sessionId: first.sessionId ?? '' }, reader);
    expect(next.mode).toBe('llm');
    expect(next.context.map(({ url }) => url)).toContain('/book/sensors#lidar');
  });

  it('carries the words of the turn before when a model understood a follow-up as something else', async () => {
    converse('Which yeast makes the best sourdough bread?');
    const reader = randomUUID();
    const { service } = book.serviceWith();
    const first = await askWith(service, { question: QUESTION }, reader);
    const next = await askWith(service, { question: 'and for LiDAR?', sessionId: first.sessionId ?? '' }, reader);
    expect(next.context.map(({ url }) => url)).toContain('/book/sensors#lidar');
  });

  it('does not wait for a follow-up to be understood', async () => {
    book.server.script({
      answer: () => CAMERA,
      fault: (request) =>
        isRewrite(request?.prompt ?? '') ? { kind: 'hold', at: 'headers', until: new Promise(() => {}) } : undefined,
    });
    const reader = randomUUID();
    const { service } = book.serviceWith({ limits: { rewriteTimeoutMs: 20 } });
    const first = await askWith(service, { question: QUESTION }, reader);
    const next = await askWith(service, { question: 'and for LiDAR?', sessionId: first.sessionId ?? '' }, reader);
    expect(next.context.map(({ url }) => url)).toContain('/book/sensors#lidar');
  });

  it('quotes what was understood when the answer fails', async () => {
    converse('How does a LiDAR measure how far away something is?');
    const reader = randomUUID();
    const { service } = book.serviceWith({ spending: { answersPerReaderPerDay: 1 } });
    const first = await askWith(service, { question: QUESTION }, reader);
    const next = await askWith(service, { question: 'and the other one?', sessionId: first.sessionId ?? '' }, reader);
    expect(next).toMatchObject({ mode: 'extractive', notice: 'budget_spent' });
    expect(next.citations[0]?.url).toBe('/book/sensors#lidar');
  });

  it('keeps who wrote an answer, with what prompt, what it took and what nobody bears out', async () => {
    const invented = 'The moon is made of green cheese and orbits Jupiter twice every morning [1].';
    book.server.script({ answer: () => `${CAMERA} ${invented}` });
    const reader = randomUUID();
    const answer = await askWith(book.serviceWith().service, { question: QUESTION }, reader);
    const [, message] = await book.repository.messages(answer.sessionId ?? '');
    expect(message).toMatchObject({ mode: 'llm', text: answer.text, writer: WRITER, unsupported: answer.unsupported });
    expect(answer.unsupported).toHaveLength(1);
    const rows = await book.database.db.select().from(chatMessage);
    const row = rows.find(({ id }) => id === answer.messageId);
    const [bill] = book.server.bill().values();
    expect(row).toMatchObject({ ...WRITER, promptVersion: PROMPT_VERSION });
    expect(row?.inputTokens).toBeGreaterThan(0);
    expect(row?.inputTokens).toBeLessThanOrEqual(bill?.inputTokens ?? 0);
    const booked = await book.database.db.select().from(usageEntry);
    const { costNanoUsd } = booked.find(({ readerId }) => readerId === reader) ?? { costNanoUsd: 0n };
    expect(row?.costUsd).toBeCloseTo(Number(costNanoUsd) / 1e9, 9);
    expect(row?.costUsd).toBeGreaterThan(0);
  });

  it('keeps the quotes that took the place of a broken answer, and no writer with them', async () => {
    book.server.script({ answer: () => CAMERA, fault: { kind: 'cut', after: 5 } });
    const reader = randomUUID();
    const answer = await askWith(book.serviceWith().service, { question: QUESTION }, reader);
    const [, message] = await book.repository.messages(answer.sessionId ?? '');
    expect(message).toMatchObject({ mode: 'extractive', notice: 'provider_failed', text: answer.text });
    expect(message).not.toHaveProperty('writer');
  });

  it.each([
    ['a conversation of someone else', { own: false, stored: true }],
    ['a conversation that does not exist', { own: true, stored: false }],
  ])('asks no model about %s', async (_name, { own, stored }) => {
    book.server.script({ answer: () => CAMERA });
    const { service } = book.serviceWith();
    const reader = randomUUID();
    const first = await askWith(service, { question: QUESTION }, reader);
    book.takePrompts();
    const sessionId = stored ? (first.sessionId ?? '') : randomUUID();
    const asker = own ? reader : randomUUID();
    await expect(askWith(service, { question: 'And then?', sessionId }, asker)).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    });
    expect(book.takePrompts()).toEqual([]);
  });

  it('asks no model about a chapter that is not in the book any more', async () => {
    const scope = { type: 'chapter', id: 'default/current/deleted' } as const;
    await expect(askWith(book.serviceWith().service, { question: QUESTION, scope })).rejects.toMatchObject({
      code: 'CHAPTER_NOT_FOUND',
    });
    expect(book.takePrompts()).toEqual([]);
  });

  describe('a selection', () => {
    const select = async (only: boolean): Promise<{ scope: ScopeInput; text: string }> => {
      const chapter = await book.content.service.chapter('sensors');
      const segment = chapter.sections.find(({ id }) => id === 'lidar')?.segments[1];
      const text = segment?.plain ?? '';
      const { key: chapterId, sourceHash } = chapter;
      return { text, scope: { type: 'selection', chapterId, sourceHash, segmentIds: [segment?.id ?? ''], text, only } };
    };

    it('is all that is sent and shown under a lock, without the conversation', async () => {
      book.server.script({ answer: ({ prompt }) => (prompt.includes('laser pulse') ? LIDAR : CAMERA) });
      const reader = randomUUID();
      const { service } = book.serviceWith();
      const first = await askWith(service, { question: QUESTION }, reader);
      book.takePrompts();
      const { scope, text } = await select(true);
      const sessionId = first.sessionId ?? '';
      const answer = await askWith(service, { question: 'Explain this simply.', scope, sessionId }, reader);
      expect(answer).toMatchObject({ mode: 'llm', text: LIDAR });
      expect(answer.context.map((passage) => passage.text)).toEqual([text]);
      expect(answer.citations.every(({ quote }) => text.includes(quote))).toBe(true);
      const [prompt, ...others] = book.takePrompts();
      expect(others).toEqual([]);
      const rest = prompt?.user.replace(text, '') ?? '';
      expect(rest).toContain('Only the selected text may be used.');
      for (const foreign of ['stereo', 'gyroscope', 'lectern-conversation', 'quality of service']) {
        expect(rest).not.toContain(foreign);
      }
    });

    it('is all that is quoted under a lock when the provider fails', async () => {
      book.server.script({ fault: { kind: 'status', status: 500 } });
      const { scope, text } = await select(true);
      const { service } = book.serviceWith();
      const answer = await askWith(service, { question: 'How long does a laser pulse take?', scope, store: false });
      expect(answer).toMatchObject({ mode: 'extractive', notice: 'provider_failed' });
      expect(answer.context.map((passage) => passage.text)).toEqual([text]);
      expect(answer.citations.length).toBeGreaterThan(0);
      for (const { quote } of answer.citations) expect(text).toContain(quote);
    });

    it('is marked among what stands around it without a lock', async () => {
      book.server.script({ answer: () => LIDAR });
      const { scope, text } = await select(false);
      const { service } = book.serviceWith();
      const answer = await askWith(service, { question: 'Explain this simply.', scope, store: false });
      expect(answer).not.toHaveProperty('notice');
      expect(answer.context.length).toBeGreaterThan(1);
      const [prompt] = book.takePrompts();
      expect(prompt?.user).toContain(`<lectern-passage number="1" selected-by-the-reader="yes">`);
      expect(prompt?.user.indexOf(text)).toBeLessThan(prompt?.user.indexOf('number="2"') ?? 0);
    });
  });
});
