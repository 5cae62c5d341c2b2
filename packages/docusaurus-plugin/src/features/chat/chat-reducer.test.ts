/** Each event's effect on a turn, and each state that the reader sees. */
import type { ChatEvent } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { answerId, CITATION, meta, SESSION_ID } from './chat.fixture.ts';
import { branchesAt, type ChatConversation, EMPTY_CONVERSATION, shownTurns } from './chat-conversation.ts';
import { reduceChat, viewOf } from './chat-reducer.ts';

const META = meta();
const ID = answerId(1);
const DONE: ChatEvent = { event: 'done', data: { finishReason: 'stop', suggestions: ['Next?'] } };

const newTurn = (id: string, parentId: string | null = null, question = 'Why?') => ({
  id,
  parentId,
  question,
  scope: { type: 'book' } as const,
});
const asked = reduceChat(EMPTY_CONVERSATION, { type: 'asked', turn: newTurn('1') });

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
  expect(replaced).toMatchObject({
    text: '',
    citations: [],
    unsupported: [],
    notice: 'provider_failed',
    replaced: true,
    writer: undefined,
  });
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
  const first: ChatEvent = { event: 'meta', data: { messageId: ID, sessionId: null, context: [], ...fields } };
  expect(viewOf(turnOf(play(first, DONE)))).toBe(view);
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
  [503, 'STREAM_CUT', 'lost', 'error'],
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
  expect(conversation.sessionId).toBe(SESSION_ID);
  const again = reduceChat(conversation, {
    type: 'event',
    turnId: '1',
    event: { event: 'meta', data: { messageId: ID, sessionId: null, mode: 'extractive', context: [] } },
  });
  expect(again.sessionId).toBe(SESSION_ID);
});

test('asking in place of a turn takes the old one away; what followed it follows the new one', () => {
  const followed = reduceChat(asked, { type: 'asked', turn: newTurn('2', '1', 'Then?') });
  const next = reduceChat(followed, { type: 'asked', turn: newTurn('3'), replaces: '1' });
  expect(shownTurns(next).map(({ id }) => id)).toEqual(['3', '2']);
});

test('branches are shown one at a time, each with what followed it', () => {
  const followed = reduceChat(asked, { type: 'asked', turn: newTurn('2', '1', 'Then?') });
  const edited = reduceChat(followed, { type: 'asked', turn: newTurn('3', null, 'Why, really?') });
  expect(shownTurns(edited).map(({ id }) => id)).toEqual(['3']);
  expect(branchesAt(edited, turnOf(edited)).map(({ id }) => id)).toEqual(['1', '3']);
  const back = reduceChat(edited, { type: 'selected', turnId: '1' });
  expect(shownTurns(back).map(({ id }) => id)).toEqual(['1', '2']);
});

test('turns whose parents lead in a circle are shown once', () => {
  const [turn] = asked.turns;
  if (!turn) throw new Error('no turn');
  const turns = [
    { ...turn, id: 'a', parentId: 'b' },
    { ...turn, id: 'b', parentId: 'a' },
  ];
  expect(shownTurns({ sessionId: null, turns, active: 'a' }).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('what another tab knows is added; merging it again changes nothing', () => {
  const here = play(META);
  const there = play(META, { event: 'delta', data: { text: 'whole' } }, DONE);
  const merged = reduceChat(here, { type: 'merged', conversation: there });
  expect(turnOf(merged)).toMatchObject({ status: 'done', text: 'whole' });
  expect(reduceChat(merged, { type: 'merged', conversation: there })).toBe(merged);
  const further = reduceChat(there, { type: 'asked', turn: newTurn('2', '1', 'Then?') });
  expect(shownTurns(reduceChat(merged, { type: 'merged', conversation: further })).map(({ id }) => id)).toEqual([
    '1',
    '2',
  ]);
});

test('the model that really wrote takes the place of the one that was meant to', () => {
  const writer = { provider: 'second', model: 'm2' };
  const turn = turnOf(play(meta(1, 'llm'), { event: 'usage', data: { cached: false, writer } }, DONE));
  expect(turn.writer).toEqual(writer);
});
