import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAULT_NAMES, faultNamed } from './openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from './openai-server.ts';
import { PROVIDER_TEXT } from './stream-writer.ts';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer();
});
afterEach(() => server.close());

const headers = { authorization: `Bearer ${TEST_API_KEY}`, 'content-type': 'application/json' };
const post = (path: string, body: object, signal?: AbortSignal) =>
  fetch(`${server.baseUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  });
const prompt = (more: object = {}) => ({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'What is a node?' }],
  ...more,
});
const streamed = prompt({ stream: true, stream_options: { include_usage: true } });

/** Reads the events of a stream, and how it ended. */
async function readEvents(response: Response): Promise<{ events: string[]; text: string; cut: boolean }> {
  let raw = '';
  let cut = false;
  const decoder = new TextDecoder();
  try {
    for await (const part of response.body ?? []) raw += decoder.decode(part, { stream: true });
  } catch {
    cut = true;
  }
  const events = [...raw.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
  const text = [...raw.matchAll(/"delta":\{"content":("[^"]*")/g)].map(([, data = '""']) => JSON.parse(data)).join('');
  return { events, text, cut };
}

describe('completions', () => {
  it('stream the scripted answer, its finish reason, its usage and the end', async () => {
    server.script({ answer: () => 'A node is a process.' });
    const { events, text, cut } = await readEvents(await post('/chat/completions', streamed));
    expect(text).toBe('A node is a process.');
    expect(cut).toBe(false);
    expect(JSON.parse(events.at(-3) ?? '')).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    const usage = { prompt_tokens: expect.any(Number), completion_tokens: 6 };
    expect(JSON.parse(events.at(-2) ?? '')).toMatchObject({ choices: [], usage });
    expect(events.at(-1)).toBe('[DONE]');
  });

  it('leave the usage out of a stream that did not ask for it, but not out of the bill', async () => {
    server.script({ answer: () => ['one', ' two'] });
    const { events } = await readEvents(await post('/chat/completions', prompt({ stream: true })));
    expect(events.join()).not.toContain('usage');
    expect(server.requests[0]).toMatchObject({ end: 'complete', reported: undefined, billed: { outputTokens: 2 } });
  });

  it('come whole when no stream was asked for', async () => {
    server.script({ answer: () => 'Yes.' });
    const body = await (await post('/chat/completions', prompt())).json();
    expect(body).toMatchObject({ choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }] });
    expect(body).toMatchObject({ usage: { completion_tokens: server.requests[0]?.billed.outputTokens } });
  });

  it('end with length at the tokens that were asked for', async () => {
    server.script({ answer: () => 'one two three four five six' });
    const body = await (await post('/chat/completions', prompt({ max_tokens: 3 }))).json();
    expect(body).toMatchObject({ choices: [{ message: { content: 'one two three' }, finish_reason: 'length' }] });
  });

  it('are sentences of the passages, and an invented one, when nothing was scripted', async () => {
    const passages =
      '[1] Nodes\nA node is a process that takes part in the graph.\n\n[2] Topics\nTopics are named buses over which nodes exchange messages.';
    const messages = [
      { role: 'system', content: passages },
      { role: 'user', content: 'What is a node?' },
    ];
    const { text } = await readEvents(await post('/chat/completions', { ...streamed, messages }));
    expect(text).toContain('A node is a process that takes part in the graph [1].');
    expect(text).toContain('Topics are named buses over which nodes exchange messages [2].');
    expect(text).toMatch(/baker in Lisbon \[1\]\.$/);
  });

  it('are made of the product’s own prompt, and of nothing but its passages', async () => {
    const content = [
      '<lectern-passages>',
      '<lectern-passage number="1" selected-by-the-reader="yes">\nChapter: Nodes\nSection: Life\nText:\nA node is a process that takes part in the graph.\n1. Start the node before you start the others.\n</lectern-passage>',
      '</lectern-passages>',
      '<lectern-question>\nWhat is a node?\n</lectern-question>',
      'Answer the question between the lectern-question tags, from the passages alone.',
    ].join('\n');
    const { text } = await readEvents(
      await post('/chat/completions', { ...streamed, messages: [{ role: 'user', content }] }),
    );
    expect(text).toMatch(/^A node is a process that takes part in the graph \[1\]\. This was discovered/);
    expect(text).not.toContain('lectern');
  });

  it('are the question itself when there is no passage', async () => {
    const content = 'Rewrite it.\n<lectern-question>\nAnd how does it end?\n</lectern-question>\nNothing else.';
    const messages = [{ role: 'user', content }];
    const { text } = await readEvents(await post('/chat/completions', { ...streamed, messages }));
    expect(text).toBe('And how does it end?');
  });

  it('bill what was sent when the client leaves, and know that it left', async () => {
    const gate = Promise.withResolvers<void>();
    server.script({
      async *answer() {
        yield 'one';
        await gate.promise;
      },
    });
    const leaving = new AbortController();
    const response = await post('/chat/completions', streamed, leaving.signal);
    const reader = response.body?.getReader();
    await reader?.read();
    leaving.abort();
    await server.requests[0]?.ended;
    expect(server.requests[0]).toMatchObject({ end: 'client_closed', billed: { outputTokens: 1 } });
    expect(server.bill().get('gpt-4o-mini')?.outputTokens).toBe(1);
  });

  it('stream to 500 readers at once, none lost', async () => {
    server.script({ answer: () => 'one two three' });
    const texts = await Promise.all(
      Array.from({ length: 500 }, async () => (await readEvents(await post('/chat/completions', streamed))).text),
    );
    expect(texts).toHaveLength(500);
    expect(new Set(texts)).toEqual(new Set(['one two three']));
    expect(server.bill().get('gpt-4o-mini')?.outputTokens).toBe(1500);
  });
});

describe('the door', () => {
  it('refuses a wrong key with words of its own', async () => {
    const response = await fetch(`${server.baseUrl}/models`, { headers: { authorization: 'Bearer wrong' } });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(PROVIDER_TEXT);
  });

  it('lists its models, and refuses what it does not have', async () => {
    await server.close();
    server = await startOpenAiServer({ models: ['tiny'] });
    const list = await (await fetch(`${server.baseUrl}/models`, { headers })).json();
    expect(list).toMatchObject({ data: [{ id: 'tiny' }] });
    expect((await fetch(`${server.baseUrl}/models/tiny`, { headers })).status).toBe(200);
    expect((await post('/chat/completions', prompt())).status).toBe(404);
  });

  it('takes no prompt without messages', async () => {
    expect((await post('/chat/completions', { model: 'x', messages: [] })).status).toBe(400);
    expect((await post('/embeddings', { model: 'x', input: '' })).status).toBe(400);
  });
});

describe('embeddings', () => {
  const answerSchema = z.object({
    data: z.array(z.object({ embedding: z.union([z.array(z.number()), z.string()]) })),
    usage: z.object({ prompt_tokens: z.number() }),
  });
  const floatsOf = (embedding: number[] | string | undefined): number[] => {
    if (typeof embedding !== 'string') return embedding ?? [];
    const bytes = Buffer.from(embedding, 'base64');
    return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  };
  const embed = async (more: object) => {
    const response = await post('/embeddings', { model: 'text-embedding-3-small', ...more });
    return answerSchema.parse(await response.json());
  };
  const dot = (first: readonly number[], second: readonly number[]) =>
    first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0);

  it('are unit vectors of the asked length, the same for the same text, near for near texts', async () => {
    const input = ['A node is a process.', 'The node is one process.', 'Torque equals force times arm.'];
    const { data, usage } = await embed({ input, dimensions: 256 });
    const [first = [], second = [], third = []] = data.map(({ embedding }) => floatsOf(embedding));
    expect(first).toHaveLength(256);
    expect(dot(first, first)).toBeCloseTo(1);
    expect(dot(first, second)).toBeGreaterThan(dot(first, third) + 0.2);
    expect((await embed({ input: input[0], dimensions: 256 })).data[0]?.embedding).toEqual(first);
    expect(usage.prompt_tokens).toBe(server.requests[0]?.billed.inputTokens);
  });

  it('come as packed floats on demand', async () => {
    const plain = await embed({ input: 'torque', dimensions: 8 });
    const packed = await embed({ input: 'torque', dimensions: 8, encoding_format: 'base64' });
    expect(packed.data[0]?.embedding).toBeTypeOf('string');
    const floats = floatsOf(packed.data[0]?.embedding);
    expect(floats).toHaveLength(8);
    floatsOf(plain.data[0]?.embedding).forEach((value, index) => {
      expect(floats[index]).toBeCloseTo(value);
    });
  });
});

describe('faults', () => {
  const statuses = FAULT_NAMES.filter((name) => /^\d/.test(name));
  it.each(statuses)('%s is that status, and costs nothing', async (name) => {
    server.script({ fault: faultNamed(name) });
    const response = await post('/chat/completions', streamed);
    expect(response.status).toBe(Number.parseInt(name, 10));
    expect(response.headers.has('retry-after')).toBe(/-(soon|late)$/.test(name));
    expect(server.bill().get('gpt-4o-mini')).toMatchObject({ inputTokens: 0, outputTokens: 0 });
  });

  const answer = () => 'one two three four five six seven';
  const ends: readonly [string, { cut: boolean; text?: string; last?: RegExp }][] = [
    ['cut', { cut: true, text: 'one two three four five' }],
    ['no-finish', { cut: false, text: 'one two three four five six seven', last: /"content":" seven"/ }],
    ['malformed', { cut: false, last: /\{"content":"data: \[DONE\]$/ }],
    ['error-event', { cut: false, last: /\[DONE\]/ }],
    ['empty', { cut: false, text: '', last: /\[DONE\]/ }],
    ['refusal', { cut: false, text: '' }],
    ['content-filter', { cut: false, text: 'one two three four five' }],
  ];
  it.each(ends)('%s ends a stream in its own way', async (name, expected) => {
    server.script({ answer, fault: faultNamed(name) });
    const result = await readEvents(await post('/chat/completions', streamed));
    expect(result.cut).toBe(expected.cut);
    if (expected.text !== undefined) expect(result.text).toBe(expected.text);
    if (expected.last !== undefined) expect(result.events.at(-1)).toMatch(expected.last);
  });

  it('reset and html are no answers', async () => {
    server.script({ fault: { kind: 'reset' } });
    await expect(post('/chat/completions', streamed)).rejects.toThrow();
    server.script({ fault: { kind: 'html' } });
    const response = await post('/chat/completions', streamed);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  it('a held answer comes when it is let go', async () => {
    const gate = Promise.withResolvers<void>();
    server.script({ answer, fault: { kind: 'hold', at: 'stream', after: 2, until: gate.promise } });
    const reading = readEvents(await post('/chat/completions', streamed));
    gate.resolve();
    expect((await reading).text).toBe(answer());
  });

  it.each([
    ['usage-negative', { prompt_tokens: -5 }],
    ['usage-zero', { completion_tokens: 0 }],
    ['usage-huge', { completion_tokens: 9e12 }],
  ])('%s lies about a bill that is right', async (name, reported) => {
    server.script({ answer, fault: faultNamed(name) });
    await readEvents(await post('/chat/completions', streamed));
    expect(server.requests[0]?.reported).toMatchObject(reported);
    expect(server.requests[0]?.billed.outputTokens).toBe(7);
  });

  it('of an unknown name are told', () => {
    expect(() => faultNamed('flood')).toThrow(/No fault is called flood; there are 400, /);
  });
});
