import { randomUUID } from 'node:crypto';
import type { ChatMessage } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBook } from '../chat.fixture.ts';
import { exportConversation } from './chat-export.ts';
import { findHistory, MAX_HISTORY_CHARS, MAX_HISTORY_TURNS } from './chat-history.ts';

const FIRST = 'What does an executor do?';
const SECOND = 'How far does a LiDAR measure distance?';
const EDITED = 'How does a stereo camera work out how far away something is?';

describe('branches of a conversation', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook();
  });
  afterAll(() => book?.close());

  const begin = async () => {
    const reader = randomUUID();
    const first = await book.ask({ question: FIRST }, reader);
    const sessionId = first.sessionId ?? '';
    const ask = (question: string, parentMessageId?: string | null) =>
      book.ask({ question, sessionId, ...(parentMessageId === undefined ? {} : { parentMessageId }) }, reader);
    const messages = () => book.repository.messages(sessionId);
    const historyOf = (question: string, parentMessageId?: string | null) =>
      findHistory(book.repository, { sessionId, question, parentMessageId }, reader);
    return { reader, first, sessionId, ask, messages, historyOf };
  };

  const byId = (messages: readonly ChatMessage[], id: string): ChatMessage => {
    const found = messages.find((message) => message.id === id);
    if (!found) throw new Error(`no message ${id}`);
    return found;
  };

  const parentText = (messages: readonly ChatMessage[], message: ChatMessage): string | null =>
    message.parentMessageId === null ? null : byId(messages, message.parentMessageId).text;

  it('goes on after the last answer when no parent is named', async () => {
    const { first, ask, messages } = await begin();
    await ask(SECOND);
    const [, answer, question] = await messages();
    expect(answer?.id).toBe(first.messageId);
    expect(question).toMatchObject({ text: SECOND, parentMessageId: first.messageId });
  });

  it('keeps an edited question beside the old one, both after the same answer', async () => {
    const { first, ask, messages, historyOf } = await begin();
    const old = await ask(SECOND);
    const edited = await ask(EDITED, first.messageId);
    const all = await messages();
    expect(all).toHaveLength(6);
    const questions = all.filter(({ parentMessageId }) => parentMessageId === first.messageId);
    expect(questions.map(({ text }) => text)).toEqual([SECOND, EDITED]);
    expect(parentText(all, byId(all, edited.messageId))).toBe(EDITED);
    // Each branch has its own past.
    const after = async (parentMessageId: string) =>
      (await historyOf('And then?', parentMessageId)).turns.map(({ question }) => question);
    expect(await after(old.messageId)).toEqual([FIRST, SECOND]);
    expect(await after(edited.messageId)).toEqual([FIRST, EDITED]);
  });

  it('lets an edit of the first question begin the conversation anew, without a past', async () => {
    const { ask, messages, historyOf } = await begin();
    await ask(EDITED, null);
    const all = await messages();
    expect(all.filter(({ parentMessageId }) => parentMessageId === null).map(({ text }) => text)).toEqual([
      FIRST,
      EDITED,
    ]);
    expect(await historyOf('x', null)).toEqual({ parentMessageId: null, turns: [] });
  });

  it('answers a question again: the new answer stands beside the old one, and the question is not repeated', async () => {
    const { reader, first, sessionId, ask, messages, historyOf } = await begin();
    await ask(SECOND);
    const before = await messages();
    const question = before[2];
    const again = await ask(SECOND, question?.id);
    const all = await messages();
    expect(all.filter(({ role }) => role === 'user')).toHaveLength(2);
    const answers = all.filter(({ parentMessageId }) => parentMessageId === question?.id);
    expect(answers.map(({ id }) => id)).toEqual([before[3]?.id, again.messageId]);
    expect(await book.repository.sessionOf(reader, sessionId)).toMatchObject({ messageCount: 5 });
    expect(await historyOf(SECOND, question?.id)).toMatchObject({
      parentMessageId: first.messageId,
      questionId: question?.id,
      previous: FIRST,
      turns: [{ question: FIRST, answer: first.text }],
    });
  });

  it('recognizes a question that is answered again whatever blanks it is sent with', async () => {
    const { ask, messages } = await begin();
    const [question] = await messages();
    await ask(`  ${FIRST}\n`, question?.id);
    expect(await messages()).toHaveLength(3);
  });

  it('refuses to answer a question again under another text', async () => {
    const { ask, messages } = await begin();
    const [question] = await messages();
    await expect(ask(EDITED, question?.id)).rejects.toMatchObject({ code: 'QUESTION_CHANGED', status: 409 });
    expect(await messages()).toHaveLength(2);
  });

  it('refuses a parent that is of another conversation, or of none', async () => {
    const { ask } = await begin();
    const other = await begin();
    for (const id of [other.first.messageId, randomUUID()]) {
      await expect(ask(SECOND, id)).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
    }
  });

  it('keeps both of two edits that are made at once', async () => {
    const { reader, first, sessionId, ask, messages } = await begin();
    await ask(SECOND);
    await Promise.all([ask(EDITED, first.messageId), ask('What does a gyroscope measure?', first.messageId)]);
    const all = await messages();
    const branches = all.filter(({ parentMessageId }) => parentMessageId === first.messageId);
    expect(branches.map(({ text }) => text).toSorted()).toEqual(
      [SECOND, EDITED, 'What does a gyroscope measure?'].toSorted(),
    );
    for (const { id } of branches) {
      expect(all.filter(({ role, parentMessageId }) => role === 'assistant' && parentMessageId === id)).toHaveLength(1);
    }
    expect(await book.repository.sessionOf(reader, sessionId)).toMatchObject({ messageCount: all.length });
  });

  it('keeps nothing of an answer whose conversation was deleted meanwhile', async () => {
    const { reader, sessionId, messages, first } = await begin();
    const request = { question: SECOND, sessionId, scope: { type: 'book' }, store: true, quotesOnly: false } as const;
    const accepted = await book.service.accept(request, { id: reader, address: '127.0.0.1' });
    expect(await book.repository.deleteSession(reader, sessionId)).toBe(true);
    const names: string[] = [];
    for await (const { event } of accepted.answer(reader, new AbortController().signal)) names.push(event);
    expect(names.at(-1)).toBe('done');
    expect(await messages()).toEqual([]);
    expect(await book.repository.branch({ sessionId, leafId: first.messageId, limit: 9 })).toEqual([]);
  });

  it('reads the last thousand messages of an endless conversation, and exports their branch', async () => {
    const { reader, first, sessionId } = await begin();
    // Two thousand messages in one statement, each after the one before.
    await book.database.sql`
      insert into chat_message (id, session_id, parent_message_id, role, text, created_at)
      select md5(${sessionId} || n)::uuid, ${sessionId}::uuid,
        case n when 1 then ${first.messageId}::uuid else md5(${sessionId} || (n - 1))::uuid end,
        case n % 2 when 1 then 'user' else 'assistant' end, 'message ' || n, now()
      from generate_series(1, 2000) n order by n
    `;
    const all = await book.repository.messages(sessionId);
    expect([all.length, all[0]?.text, all.at(-1)?.text]).toEqual([1000, 'message 1001', 'message 2000']);
    const branch = await book.repository.branch({ sessionId, leafId: undefined, limit: 17 });
    expect([branch.length, branch[0]?.text, branch.at(-1)?.text]).toEqual([17, 'message 2000', 'message 1984']);
    const session = await book.repository.sessionOf(reader, sessionId);
    if (!session) throw new Error('no session');
    const { text } = exportConversation({ session: { ...session, messages: all }, publicUrl: 'https://book.example' });
    expect(text).toContain('## message 1001\n');
    expect(text).toMatch(/message 2000\n$/);
  });

  it('hands on the last turns only, however long the conversation and its answers are', async () => {
    const turn = (index: number, size: number) => [
      { id: `a${index}`, role: 'assistant' as const, text: 'a'.repeat(size), parentMessageId: `q${index}` },
      { id: `q${index}`, role: 'user' as const, text: `question ${index}`, parentMessageId: `a${index - 1}` },
    ];
    const historyOver = (size: number) =>
      findHistory(
        {
          sessionOwner: async () => 'reader',
          branch: async ({ limit }) => [9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((at) => turn(at, size)).slice(0, limit),
        },
        { sessionId: randomUUID(), question: 'And then?' },
        'reader',
      );
    const short = await historyOver(10);
    expect(short.turns).toHaveLength(MAX_HISTORY_TURNS);
    expect(short.turns.at(-1)?.question).toBe('question 9');
    const long = await historyOver(MAX_HISTORY_CHARS / 2 - 100);
    expect(long.turns.map(({ question }) => question)).toEqual(['question 8', 'question 9']);
    const huge = await historyOver(MAX_HISTORY_CHARS);
    expect(huge).toMatchObject({ turns: [], previous: 'question 9' });
  });
});
