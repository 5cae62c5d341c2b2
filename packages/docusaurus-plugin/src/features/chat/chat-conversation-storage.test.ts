/** What is kept through a reload, and what is refused when it is read back. */
import { expect, test } from 'vitest';
import { formatConversation, parseConversation } from './chat-conversation-storage.ts';
import { type ChatConversation, EMPTY_CONVERSATION, reduceChat } from './chat-reducer.ts';

const asked = (turns: number): ChatConversation =>
  Array.from({ length: turns }, (_, index) => String(index)).reduce(
    (state, turnId) => reduceChat(state, { type: 'asked', turnId, question: `Q${turnId}`, scope: { type: 'book' } }),
    EMPTY_CONVERSATION,
  );

test('a conversation comes back, an answer under way as stopped', () => {
  const back = parseConversation(formatConversation({ ...asked(2), sessionId: 's' }));
  expect(back?.sessionId).toBe('s');
  expect(back?.turns.map(({ question, status }) => [question, status])).toEqual([
    ['Q0', 'stopped'],
    ['Q1', 'stopped'],
  ]);
});

test('only the last turns are kept', () => {
  expect(parseConversation(formatConversation(asked(30)))?.turns).toHaveLength(20);
});

test.each([
  null,
  '',
  '{',
  'null',
  '[]',
  '{"turns":7}',
  '{"turns":[{}]}',
  '{"turns":[{"id":"1","question":"q","text":"t","status":"odd","scope":{"type":"book"}}]}',
  '{"turns":[{"id":"1","question":"q","text":"t","status":"done","scope":{"type":"book"},"citations":[{}],"suggestions":[],"unsupported":[],"context":[]}]}',
])('%j is not taken up', (json) => {
  expect(parseConversation(json)).toBeUndefined();
});
