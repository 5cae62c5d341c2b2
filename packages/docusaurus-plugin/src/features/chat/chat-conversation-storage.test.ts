/** What is kept through a reload, and what is refused when it is read back. */
import { expect, test } from 'vitest';
import { delta, meta, numbered } from './chat.fixture.ts';
import { type ChatConversation, EMPTY_CONVERSATION, shownTurns } from './chat-conversation.ts';
import { formatConversation, parseConversation } from './chat-conversation-storage.ts';
import { reduceChat } from './chat-reducer.ts';

const asked = (turns: number): ChatConversation =>
  Array.from({ length: turns }, (_, index) => index).reduce<ChatConversation>(
    (state, index) =>
      reduceChat(state, {
        type: 'asked',
        turn: {
          id: String(index),
          parentId: index === 0 ? null : String(index - 1),
          question: `Q${index}`,
          scope: { type: 'book' },
          sent: { request: { question: `Q${index}` }, idempotencyKey: 'key' },
        },
      }),
    EMPTY_CONVERSATION,
  );

test('a conversation comes back with the place where an answer under way is taken up', () => {
  const running = numbered(1, [meta(), delta('Begun')]).reduce(
    (state, event) => reduceChat(state, { type: 'event', turnId: '1', event }),
    asked(2),
  );
  expect(parseConversation(formatConversation(running))).toEqual(JSON.parse(JSON.stringify(running)));
});

test('passages come back byte for byte', () => {
  const passage = { id: 'p', chapterId: 'c', chapterTitle: 'C', headingPath: [], url: '/c', segmentIds: [], score: 1 };
  const text = '  two  blanks\n\tand a tab ';
  const event = {
    event: 'meta' as const,
    data: { messageId: 'm', sessionId: null, mode: 'llm' as const, context: [{ ...passage, text, locale: 'en' }] },
  };
  const told = reduceChat(asked(1), { type: 'event', turnId: '0', event });
  expect(parseConversation(formatConversation(told))?.turns[0]?.context[0]?.text).toBe(text);
});

test('only the last turns are kept, still as one line of turns', () => {
  const back = parseConversation(formatConversation(asked(30)));
  expect(back?.turns).toHaveLength(20);
  expect(shownTurns(back ?? EMPTY_CONVERSATION)).toHaveLength(20);
});

test.each([
  null,
  '',
  '{',
  'null',
  '[]',
  '{"turns":7}',
  '{"turns":[{}]}',
  '{"turns":[{"id":"1","parentId":null,"question":"q","text":"t","status":"odd","scope":{"type":"book"}}]}',
  '{"turns":[{"id":"1","parentId":null,"question":"q","text":"t","status":"done","scope":{"type":"book"},"citations":[{}],"suggestions":[],"unsupported":[],"context":[]}]}',
])('%j is not taken up', (json) => {
  expect(parseConversation(json)).toBeUndefined();
});
