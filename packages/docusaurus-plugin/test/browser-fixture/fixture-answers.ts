/** Answers as the server streams them, chosen by a word in the question. */
import type { ServerResponse } from 'node:http';

const MESSAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SESSION = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const passage = (id: string, chapter: 'a' | 'b', section: string, title: string, text: string, seg: string) => ({
  id,
  chapterId: `default/current/${chapter}`,
  chapterTitle: chapter === 'a' ? 'Nodes, topics and QoS' : 'Sensors',
  headingPath: [chapter === 'a' ? 'Nodes, topics and QoS' : 'Sensors', title],
  url: `/docs/${chapter}${section === '' ? '' : `#${section}`}`,
  text,
  segmentIds: [seg],
  locale: 'en',
  score: 1,
});

const MATH_QUOTE =
  'A late joiner misses the map when the publisher is volatile. The energy is E = mc^2 here. Transient local keeps the last sample.';
const PASSAGES = [
  passage('p1', 'a', 'durability', 'Durability', MATH_QUOTE, 'a3'),
  passage('p2', 'a', 'reliability', 'Reliability', 'Reliable sends again until it is told.', 'a10'),
  passage('p3', 'b', 'imu', 'Inertial units', 'A gyroscope drifts with time. The drift grows.', 'b3'),
];

const citation = (marker: number, index: number, seg: string) => {
  const source = PASSAGES[index];
  if (!source) throw new Error('no such passage');
  const { id: passageId, chapterId, chapterTitle, headingPath, url, text } = source;
  return {
    marker,
    passageId,
    chapterId,
    chapterTitle,
    headingPath,
    url,
    segmentId: seg,
    quote: text,
    start: 0,
    end: text.length,
  };
};

const meta = (mode: string, notice?: string) => ({
  event: 'meta',
  data: { messageId: MESSAGE, sessionId: SESSION, mode, context: PASSAGES, ...(notice ? { notice } : {}) },
});
const delta = (text: string) => ({ event: 'delta', data: { text } });
const cite = (marker: number, index: number, seg: string) => ({
  event: 'citation',
  data: citation(marker, index, seg),
});
const usage = { event: 'usage', data: { cached: false } };
const done = (finishReason = 'stop', suggestions: string[] = ['What is transient local?']) => ({
  event: 'done',
  data: { finishReason, suggestions },
});

interface Frame {
  readonly event: string;
  readonly data: unknown;
}

const QUOTED: Frame[] = [
  cite(1, 0, 'a3'),
  delta('**Nodes, topics and QoS › Durability**\n\n'),
  delta(
    '> A late joiner misses the map when the publisher is volatile. The energy is E = mc^2 here.\n>\n> Transient local keeps the last sample. [1]\n\n',
  ),
  delta('```python\nqos = QoSProfile(depth=1)\n```\n\n'),
  cite(2, 1, 'a10'),
  delta('**Nodes, topics and QoS › Reliability**\n\n'),
  delta('> Reliable sends again until it is told. [2]\n\n'),
  cite(3, 2, 'b3'),
  delta('**Sensors › Inertial units**\n\n'),
  delta('> A gyroscope drifts with time. The drift grows. [3]\n\n'),
  usage,
  done(),
];

const FIRST = 'A **late joiner** misses the map because `volatile` keeps nothing for it [1]. ';
const SECOND = 'Set the durability to *transient local*, and keep the depth at one <img src=x onerror=alert(1)>.';

const WRITTEN: Frame[] = [
  meta('llm'),
  cite(1, 0, 'a3'),
  delta(FIRST),
  delta(`${SECOND} `),
  { event: 'unsupported', data: { start: FIRST.length, end: FIRST.length + SECOND.length } },
  cite(2, 1, 'a10'),
  delta('The reliable kind sends again until it is told [2].\n\n```python\nqos = QoSProfile(depth=1)\n```'),
  usage,
  done(),
];

/** The frames of the answer to a question, or how it fails. `hold` stays open after its frames. */
export function answerFor(question: string): { frames: Frame[]; hold?: boolean } | { status: number; problem: object } {
  if (/flood/.test(question)) {
    return {
      status: 429,
      problem: { title: 'Slow', status: 429, code: 'RATE_LIMITED', detail: 'Wait.', retryAfterSeconds: 12 },
    };
  }
  if (/stale/.test(question)) {
    return {
      status: 409,
      problem: { title: 'Changed', status: 409, code: 'SOURCE_CHANGED', detail: 'Reload.', sourceHash: 'n' },
    };
  }
  if (/break/.test(question)) {
    return {
      status: 500,
      problem: { title: 'Oh', status: 500, code: 'INTERNAL', detail: 'Something.', requestId: 'req-7' },
    };
  }
  if (/weather/.test(question))
    return { frames: [meta('refusal'), delta('The book does not cover this.'), usage, done('refused', [])] };
  if (/wait/.test(question)) return { frames: [meta('extractive', 'keyless')], hold: true };
  if (/slow/.test(question)) {
    return {
      frames: [meta('extractive', 'keyless'), cite(1, 0, 'a3'), delta('> First sentence is whole. Second is')],
      hold: true,
    };
  }
  if (/cut/.test(question)) return { frames: [meta('extractive', 'keyless'), delta('Half of it')] };
  if (/write/.test(question)) return { frames: WRITTEN };
  if (/spent/.test(question)) return { frames: [meta('extractive', 'budget_spent'), ...QUOTED] };
  return { frames: [meta('extractive', 'keyless'), ...QUOTED] };
}

/** Writes an answer as the server would. */
export function sendAnswer(response: ServerResponse, question: string): void {
  const answer = answerFor(question);
  if ('problem' in answer) {
    response.writeHead(answer.status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ type: 'about:blank', requestId: 'r', ...answer.problem }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const text = answer.frames
    .map(({ event, data }, index) => `id: ${MESSAGE}.${index + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('');
  response.write(text, () => {
    // A cut answer ends without `done`, as behind a proxy that gives up.
    if (!answer.hold) response.end();
  });
}

const KEEPS: Readonly<Record<string, unknown>> = {
  '/api/v1/me/allowance': {
    answersLeft: null,
    translationsLeft: null,
    resetsAt: '2026-11-22T00:00:00.000Z',
    writer: null,
  },
  '/api/v1/chat/sessions': { items: [], nextCursor: null },
};

/** Answers a read: this server writes no answers of its own and has just been restarted. */
export function sendKept(response: ServerResponse, path: string): void {
  const kept = KEEPS[path];
  response.writeHead(kept === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(kept ?? { status: 404, code: 'STREAM_NOT_FOUND', detail: 'Gone.' }));
}
