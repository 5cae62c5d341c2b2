import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnthropicWriter } from '../../../test/openai-server/anthropic-protocol.ts';
import { createGoogleWriter } from '../../../test/openai-server/google-protocol.ts';
import { createCompletionWriter } from '../../../test/openai-server/openai-chunks.ts';
import { readOutcome, requestFixture } from './llm.contract.ts';
import type { LlmModel } from './llm.port.ts';
import { createLlmModel } from './llm-models.ts';
import type { LlmProtocol } from './provider-address.ts';

/** A server that sends whatever it is given as the body of a stream. */
let server: Server;
let body: Buffer = Buffer.alloc(0);
let origin = '';
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** A fixed seed: a test that fails must fail again. */
const SEED = 20_261_121;
const PATIENT_MS = 15_000;
const modelOf = (protocol: LlmProtocol): LlmModel =>
  createLlmModel(
    { protocol, provider: protocol, baseUrl: `${origin}/v1`, apiKey: 'sk-test', model: 'some-model' },
    {
      timeouts: { headersMs: PATIENT_MS, firstTokenMs: PATIENT_MS, stallMs: PATIENT_MS, answerMs: PATIENT_MS },
      countTokens: (text) => Math.ceil(text.length / 4),
      logger: pino({ level: 'silent' }),
    },
  );
const ask = (protocol: LlmProtocol, sent: Buffer) => {
  body = sent;
  return readOutcome(modelOf(protocol).stream(requestFixture()));
};

const USAGE = { inputTokens: 40, cachedInputTokens: 0, outputTokens: 6 };
const WRITERS = {
  openai: () => createCompletionWriter('some-model', true),
  compatible: () => createCompletionWriter('some-model', true),
  anthropic: () => createAnthropicWriter('some-model'),
  google: () => createGoogleWriter('some-model'),
} as const;
const PROTOCOLS: readonly LlmProtocol[] = ['openai', 'compatible', 'anthropic', 'google'];

/** A good answer in a protocol, event by event. */
function goodEvents(protocol: LlmProtocol): string[] {
  const writer = WRITERS[protocol]();
  const pieces = ['A node', ' is a', ' process', ' [1].'].map((piece) => writer.piece(piece));
  const whole = [writer.begin(USAGE), ...pieces, writer.end('stop', USAGE)].join('');
  return whole.split(/(?<=\n\n)/u);
}

/** What may happen to a stream on its way. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(20), text: fc.string() }),
  fc.record({ kind: fc.constant('overwrite' as const), at: fc.nat(2000), text: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('truncate' as const), at: fc.nat(2000) }),
);
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(events: readonly string[], faults: readonly Damage[]): string {
  let text = events.join('');
  for (const fault of faults) {
    const parts = text.split(/(?<=\n\n)/u);
    const at = fault.at % Math.max(1, parts.length);
    if (fault.kind === 'drop') parts.splice(at, 1);
    else if (fault.kind === 'double') parts.splice(at, 0, parts[at] ?? '');
    else if (fault.kind === 'swap') parts.splice(at, 2, ...parts.slice(at, at + 2).reverse());
    else if (fault.kind === 'insert') parts.splice(at, 0, `data: ${fault.text}\n\n`);
    text = parts.join('');
    if (fault.kind === 'overwrite') {
      text = text.slice(0, fault.at) + fault.text + text.slice(fault.at + fault.text.length);
    } else if (fault.kind === 'truncate') text = text.slice(0, fault.at);
  }
  return text;
}

describe.each(PROTOCOLS)('a stream of %s', (protocol) => {
  it('that is whole is an answer', async () => {
    const { text, finish } = await ask(protocol, Buffer.from(goodEvents(protocol).join('')));
    expect(text).toBe('A node is a process [1].');
    expect(finish?.usage.estimated).toBe(false);
  });

  it('of any bytes at all is a failure and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const { finish, failure } = await ask(protocol, Buffer.from(bytes));
        expect(finish).toBeUndefined();
        expect(failure?.kind).toBe('broken');
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('that is cut anywhere before its end is no answer', async () => {
    const events = goodEvents(protocol);
    const whole = Buffer.from(events.join(''));
    const lastEvents = { openai: 2, compatible: 2, anthropic: 1, google: 1 }[protocol];
    // The usage and [DONE] may be lost; what says that the answer has ended may not.
    const needed = Buffer.byteLength(events.slice(0, -lastEvents).join(''));
    const end = protocol === 'openai' || protocol === 'compatible' ? needed - 1 : whole.length - 2;
    await fc.assert(
      fc.asyncProperty(fc.nat(end - 1), async (length) => {
        const { finish, failure } = await ask(protocol, whole.subarray(0, length));
        expect(finish).toBeUndefined();
        expect(failure?.usage?.estimated).toBe(true);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('that was damaged is an answer with text and a believable count, or a failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (faults) => {
        const { text, finish, failure } = await ask(protocol, Buffer.from(damaged(goodEvents(protocol), faults)));
        expect((finish === undefined) !== (failure === undefined)).toBe(true);
        if (finish === undefined) return;
        expect(text.trim()).not.toBe('');
        const { inputTokens, outputTokens } = finish.usage;
        expect(inputTokens).toBeGreaterThan(0);
        expect(inputTokens).toBeLessThan(2_000);
        expect(outputTokens).toBeGreaterThan(0);
        expect(outputTokens).toBeLessThanOrEqual(216);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
