/** Each event's effect on a turn, and each state that the reader sees. */
import type { ChatEvent, Citation } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { type ChatConversation, EMPTY_CONVERSATION, reduceChat, viewOf } from './chat-reducer.ts';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const CITATION: Citation = {
  marker: 1,
  passageId: 'p',
  chapterId: 'default/current/a',
  chapterTitle: 'A',
  headingPath: ['A', 'B'],
  url: '/docs/a#b',
  segmentId: 's',
  quote: 'q',
  start: 0,
  end: 1,
};
const META: ChatEvent = { event: 'meta', data: { messageId: ID, sessionId: ID, mode: 'extractive', context: [] } };
const DONE: ChatEvent = { event: 'done', data: { finishReason: 'stop', suggestions: ['Next?'] } };

const asked = reduceChat(EMPTY_CONVERSATION, { type: 'asked', turnId: '1', question: 'Why?', scope: { type: 'book' } });

function play(...events: ChatEvent[]): ChatConversation {
  return events.reduce((state, event) => reduceChat(state, { type: 'event', turnId: '1', event }), asked);
}

function turnOf(conversation: ChatConversation) {
  const turn = conversation.turns[0];
  if (!turn) throw new Error('no turn');
  return turn;
}

test('a question waits until the first text comes', () => {
  expect(viewOf(turnOf(asked))).toBe('waiting');
  expect(viewOf(turnOf(play(META)))).toBe('waiting');
  expect(viewOf(turnOf(play(META, { event: 'delta', data: { text: 'a' } })))).toBe('answering');
});

test('text, citations and unsupported ranges add up, and a replace discards them', () => {
  const events: ChatEvent[] = [
    META,
    { event: 'citation', data: CITATION },
    { event: 'delta', data: { text: 'One [1]. ' } },
    { event: 'delta', data: { text: 'Two.' } },
    { event: 'unsupported', data: { start: 9, end: 13 } },
  ];
  const turn = turnOf(play(...events));
  expect(turn.text).toBe('One [1]. Two.');
  expect(turn.citations).toEqual([CITATION]);
  expect(turn.unsupported).toEqual([{ start: 9, end: 13 }]);
  const replaced = turnOf(
    play(...events, { event: 'replace', data: { mode: 'extractive', notice: 'provider_failed' } }),
  );
  expect(replaced).toMatchObject({ text: '', citations: [], unsupported: [], notice: 'provider_failed' });
});

test('a citation sent again takes the place of the first', () => {
  const turn = turnOf(
    play(META, { event: 'citation', data: CITATION }, { event: 'citation', data: { ...CITATION, quote: 'x' } }),
  );
  expect(turn.citations.map(({ quote }) => quote)).toEqual(['x']);
});

test.each([
  ['quoted', { mode: 'extractive', notice: 'keyless' }],
  ['quoted', { mode: 'extractive', notice: 'low_confidence' }],
  ['fallback', { mode: 'extractive', notice: 'budget_spent' }],
  ['fallback', { mode: 'extractive', notice: 'provider_failed' }],
  ['done', { mode: 'llm' }],
  ['notCovered', { mode: 'refusal' }],
] as const)('an ended answer is seen as %s for %o', (view, fields) => {
  const meta: ChatEvent = { event: 'meta', data: { messageId: ID, sessionId: null, context: [], ...fields } };
  expect(viewOf(turnOf(play(meta, DONE)))).toBe(view);
});

test('a stopped or abandoned answer is seen as stopped and keeps its text', () => {
  const turn = turnOf(
    play(
      META,
      { event: 'delta', data: { text: 'half' } },
      { event: 'done', data: { finishReason: 'abandoned', suggestions: [] } },
    ),
  );
  expect(viewOf(turn)).toBe('stopped');
  expect(turn.text).toBe('half');
});

test.each([
  [429, 'RATE_LIMITED', 'limit', 'limit'],
  [409, 'SOURCE_CHANGED', 'changed', 'error'],
  [422, 'SELECTION_NOT_IN_CHAPTER', 'selection', 'error'],
  [503, 'OVERLOADED', 'error', 'error'],
] as const)('a problem %i %s in the stream is a failure of kind %s', (status, code, kind, view) => {
  const problem = { type: '', title: '', status, code, detail: '', requestId: 'r' };
  const turn = turnOf(play(META, { event: 'error', data: { problem } }));
  expect(turn.failure?.kind).toBe(kind);
  expect(viewOf(turn)).toBe(view);
  expect(turn.question).toBe('Why?');
});

test('what comes after the end is dropped', () => {
  expect(turnOf(play(META, DONE, { event: 'delta', data: { text: 'late' } })).text).toBe('');
});

test('the session of the first answer is kept, and an unstored answer does not lose it', () => {
  const conversation = play(META, DONE);
  expect(conversation.sessionId).toBe(ID);
  const again = reduceChat(conversation, {
    type: 'event',
    turnId: '1',
    event: { event: 'meta', data: { ...META.data, sessionId: null } },
  });
  expect(again.sessionId).toBe(ID);
});

test('asking in place of a turn takes the old one away', () => {
  const next = reduceChat(asked, {
    type: 'asked',
    turnId: '2',
    question: 'Why?',
    scope: { type: 'book' },
    replaces: '1',
  });
  expect(next.turns.map(({ id }) => id)).toEqual(['2']);
});
