/** The events of a stream of segments, as they are let in. */
import { expect, it } from 'vitest';
import { readSegmentEvent } from './translation-client.ts';

const META = { chapterId: 'default/current/a', sourceHash: 'h', language: 'ur', direction: 'rtl', total: 3, ready: 1 };
const SEGMENT = { id: 's1', text: '<x1/> متن', origin: 'memory', status: 'machine' };
const DONE = { coverage: 0.5, left: [{ id: 's2', reason: 'untranslated' }], notice: 'keyless' };

it.each([
  ['meta', META],
  ['segment', SEGMENT],
  ['note', { afterSegmentId: 's1', markdown: 'A note.' }],
  ['done', DONE],
  ['done', { coverage: 1, left: [] }],
])('%s comes in as it is', (event, data) => {
  expect(readSegmentEvent(event, data)).toEqual({ event, data });
});

it.each([
  ['meta', { ...META, direction: 'down' }],
  ['meta', { ...META, total: '3' }],
  ['segment', { ...SEGMENT, text: undefined }],
  ['segment', null],
  ['note', { markdown: 'A note.' }],
  ['done', { coverage: 1, left: [{ id: 's2' }] }],
  ['error', { problem: 'broken' }],
])('%s of another shape is a fault of the server', (event, data) => {
  expect(readSegmentEvent(event, data)).toBeNull();
});

it('an event that a later server may send is passed over', () => {
  expect(readSegmentEvent('hint', {})).toBeUndefined();
});
