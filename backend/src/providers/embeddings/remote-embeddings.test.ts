import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenAiFault } from '../../../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { describeEmbeddingsContract } from './embeddings.contract.ts';
import { EmbeddingFailure } from './embeddings.port.ts';
import { createRemoteEmbedder, type RemoteEmbedderOptions } from './remote-embeddings.ts';

const signal = new AbortController().signal;
const openai = (baseUrl: string, more: Partial<RemoteEmbedderOptions> = {}) =>
  createRemoteEmbedder({
    provider: 'openai',
    baseUrl,
    apiKey: TEST_API_KEY,
    model: 'text-embedding-3-small',
    dimensions: 64,
    ...more,
  });

describeEmbeddingsContract('OpenAI', async () => {
  const server = await startOpenAiServer();
  return { embedder: openai(server.baseUrl, { dimensions: 256 }), close: () => server.close() };
});

describeEmbeddingsContract('an endpoint that speaks its protocol', async () => {
  const server = await startOpenAiServer({ apiKey: null });
  const embedder = openai(server.baseUrl, {
    provider: 'compatible',
    apiKey: null,
    model: 'nomic-embed-text',
    dimensions: 1536,
  });
  return { embedder, close: () => server.close() };
});

describe('a remote embedding model', () => {
  let server: OpenAiServer;
  beforeAll(async () => {
    server = await startOpenAiServer();
  });
  afterEach(() => server.script({}));
  afterAll(() => server?.close());

  const failureOf = async (
    fault: OpenAiFault,
    more: Partial<RemoteEmbedderOptions> = {},
  ): Promise<EmbeddingFailure> => {
    server.script({ fault });
    const failure = await openai(server.baseUrl, more)
      .embed(['one'], { purpose: 'passage', signal })
      .catch((error: unknown) => error);
    if (!(failure instanceof EmbeddingFailure)) throw new Error('the call did not fail as it should');
    return failure;
  };

  it('asks for the length of the settings, and for what the provider counts', async () => {
    const texts = ['A node publishes.', 'A node subscribes.'];
    const { vectors, usage } = await openai(server.baseUrl).embed(texts, { purpose: 'passage', signal });
    expect(vectors.map(({ length }) => length)).toEqual([64, 64]);
    const request = server.requests.at(-1);
    expect(request?.body).toMatchObject({ input: texts, dimensions: 64, encoding_format: 'float' });
    expect(usage).toEqual({ tokens: request?.billed.inputTokens, estimated: false });
  });

  it('asks a compatible endpoint for no length: most refuse the parameter', async () => {
    const embedder = openai(server.baseUrl, { provider: 'compatible', model: 'all-minilm', dimensions: 1536 });
    await embedder.embed(['one'], { purpose: 'query', signal });
    expect(server.requests.at(-1)?.body).not.toHaveProperty('dimensions');
  });

  it('tells to what EMBEDDING_DIMENSIONS has to be set', async () => {
    const embedder = openai(server.baseUrl, { provider: 'compatible', model: 'all-minilm', dimensions: 384 });
    await expect(embedder.embed(['one'], { purpose: 'passage', signal })).rejects.toMatchObject({
      kind: 'wrong_dimensions',
      message: expect.stringContaining('1536 numbers: set EMBEDDING_DIMENSIONS to it'),
    });
  });

  it.each([
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [408, 'timeout'],
    [413, 'too_large'],
    [422, 'too_large'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ] as const)('names a %d %s, after one try', async (status, kind) => {
    const before = server.requests.length;
    expect(await failureOf({ kind: 'status', status })).toMatchObject({ kind });
    expect(server.requests.length - before).toBe(1);
  });

  it('reads when to come back, in seconds or as a date', async () => {
    expect((await failureOf({ kind: 'status', status: 429, retryAfter: '7' })).retryAfterMs).toBe(7_000);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { retryAfterMs = 0 } = await failureOf({ kind: 'status', status: 503, retryAfter: date });
    expect(Math.round(retryAfterMs / 60_000)).toBe(60);
    expect((await failureOf({ kind: 'status', status: 429, retryAfter: 'soon' })).retryAfterMs).toBeUndefined();
  });

  it('takes a page for no answer, and a broken connection for what it is', async () => {
    expect(await failureOf({ kind: 'html' })).toMatchObject({ kind: 'broken' });
    expect(await failureOf({ kind: 'reset' })).toMatchObject({ kind: 'unavailable', usage: undefined });
  });

  it('follows no redirect: key and texts stay where the settings send them', async () => {
    const other = await startOpenAiServer();
    try {
      const failure = await failureOf({ kind: 'redirect', location: `${other.baseUrl}/embeddings` });
      expect(failure.kind).toBe('not_found');
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('does not wait for a silent provider, and counts what it may bill', async () => {
    const failure = await failureOf(
      { kind: 'hold', at: 'headers', until: new Promise(() => undefined) },
      { timeoutMs: 30 },
    );
    expect(failure).toMatchObject({ kind: 'timeout', usage: { tokens: 1, estimated: true } });
  });

  it('ends the call at the provider when nobody waits any more', async () => {
    server.script({ fault: { kind: 'hold', at: 'headers', until: new Promise(() => undefined) } });
    const stop = new AbortController();
    const before = server.requests.length;
    const call = openai(server.baseUrl).embed(['one'], { purpose: 'query', signal: stop.signal });
    await server.arrived(before + 1);
    stop.abort();
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    await server.requests.at(-1)?.ended;
    expect(server.requests.at(-1)?.end).toBe('client_closed');
  });

  it('says nothing of what the provider said', async () => {
    const failure = await failureOf({ kind: 'status', status: 401 });
    expect(failure.message).toBe('the texts could not be embedded: unauthorized');
  });
});

describe('an answer that is not what was asked for', () => {
  const answer = async (value: unknown, texts: readonly string[] = ['one', 'two']) => {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const embedder = openai(`http://127.0.0.1:${port}/v1`, { dimensions: 2 });
    try {
      return await embedder.embed(texts, { purpose: 'passage', signal });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };
  const item = (embedding: unknown, index?: number) => (index === undefined ? { embedding } : { embedding, index });
  const usage = { prompt_tokens: 2, total_tokens: 2 };

  it('puts vectors in the order of their texts, whatever order they came in', async () => {
    const { vectors } = await answer({ data: [item([0, 1], 1), item([1, 0], 0)], usage });
    expect(vectors.map((vector) => [...vector])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('makes vectors of length 1', async () => {
    const { vectors } = await answer({ data: [item([3, 4]), item([0, -7])], usage });
    expect(vectors.map((vector) => [...vector].map((value) => Math.round(value * 10) / 10))).toEqual([
      [0.6, 0.8],
      [0, -1],
    ]);
  });

  it.each([
    ['too few', { data: [item([1, 0])], usage }],
    ['too many', { data: [item([1, 0]), item([1, 0]), item([1, 0])], usage }],
    ['none', { data: [], usage }],
    ['a number twice', { data: [item([1, 0], 0), item([0, 1], 0)], usage }],
    ['a number beyond', { data: [item([1, 0], 0), item([0, 1], 7)], usage }],
    ['a number below', { data: [item([1, 0], 0), item([0, 1], -1)], usage }],
    ['all zero', { data: [item([0, 0]), item([1, 0])], usage }],
    ['no numbers', { data: [item([null, null]), item([1, 0])], usage }],
    ['infinite', '{"data":[{"embedding":[1e999,0]},{"embedding":[1,0]}],"usage":{"prompt_tokens":2}}'],
    ['texts', { data: [item(['1', '0']), item([1, 0])], usage }],
    ['something else', { object: 'list' }],
    ['cut off', '{"data":[{"embedding":[1,'],
    ['endless', `{"data":[],"padding":"${'x'.repeat(3_000_000)}"}`],
  ])('refuses %s', async (_name, value) => {
    await expect(answer(value)).rejects.toMatchObject({ name: 'EmbeddingFailure', kind: 'broken' });
  });

  it.each([
    ['missing', undefined],
    ['zero', { prompt_tokens: 0 }],
    ['negative', { prompt_tokens: -5 }],
    ['huge', { prompt_tokens: 9_000_000 }],
    ['a fraction', { prompt_tokens: 1.5 }],
  ])('counts the tokens itself where the count is %s', async (_name, given) => {
    const { usage: counted } = await answer({ data: [item([1, 0]), item([0, 1])], usage: given });
    expect(counted).toEqual({ tokens: 2, estimated: true });
  });
});
