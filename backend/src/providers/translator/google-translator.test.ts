import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GOOGLE_FAULTS } from '../../../test/google-server/google-faults.ts';
import { type GoogleServer, startGoogleServer } from '../../../test/google-server/google-server.ts';
import { loadPriceList } from '../../usage/price-list.ts';
import { openGoogleV2, openGoogleV3 } from './google-client.ts';
import { createGoogleTranslator } from './google-translator.ts';
import { proseSegment, recordingMeter, translatorRequest } from './translator.fixture.ts';
import type { TranslatorTerm } from './translator.port.ts';

let server: GoogleServer;
let waited: number[];
beforeEach(async () => {
  server = await startGoogleServer();
  waited = [];
});
afterEach(() => server.close());

const make = (timeoutMs = 20_000) =>
  createGoogleTranslator({
    model: 'translate-v2',
    open: (door) => openGoogleV2({ apiKey: server.apiKey, endpoint: server.endpoint }, door),
    limits: { segments: 128, characters: 5000 },
    mostCharacters: 30_000,
    timeoutMs,
    hasGlossary: false,
    prices: loadPriceList(null),
    logger: pino({ level: 'silent' }),
    wait: async (ms) => void waited.push(ms),
  });
const keep: readonly TranslatorTerm[] = [{ term: 'topics', policy: 'keep' }];

describe('Google', () => {
  it('is sent readings in elements that stay, and pairs and terms as HTML', async () => {
    const request = translatorRequest([proseSegment('a')], { glossary: keep });
    await make().translate(request, recordingMeter().meter);
    expect(server.requests[0]?.texts).toEqual([
      'A <a id="g1">node</a> is a process; run <span translate="no" id="x2">ros2 topic list</span> to list all 12 <span translate="no">topics</span> &amp; "services".',
    ]);
  });

  it('gives back the terms that stay without their elements', async () => {
    const request = translatorRequest([proseSegment('a')], { glossary: keep });
    const { results } = await make().translate(request, recordingMeter().meter);
    expect(results.get('a')).toContain(' 12 topics &amp; ');
    expect(results.get('a')).not.toContain('span');
  });

  it('is billed what it is told to cost: each code point, tags too', async () => {
    const translator = make();
    const request = translatorRequest([proseSegment('a'), proseSegment('b')]);
    const { characters, costUsd } = translator.estimate(request);
    const { usage } = await translator.translate(request, recordingMeter().meter);
    expect(server.billed()).toBe(characters);
    expect(usage).toMatchObject({ characters, estimated: false });
    expect(costUsd).toBe((characters * 20) / 1_000_000);
  });

  it('is asked once more when it will soon have time', async () => {
    server.script({ fault: (request) => (request === 1 ? GOOGLE_FAULTS['429 soon']() : undefined) });
    const { results } = await make().translate(translatorRequest([proseSegment('a')]), recordingMeter().meter);
    expect(results.size).toBe(1);
    expect(waited).toEqual([1000]);
  });

  it('is left for the next engine when it asks for more patience', async () => {
    server.script({ fault: GOOGLE_FAULTS['429 late']() });
    const call = make().translate(translatorRequest([proseSegment('a')]), recordingMeter().meter);
    await expect(call).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('hears of an abort, and what it was sent is paid for', async () => {
    server.script({ fault: GOOGLE_FAULTS.slow() });
    const leave = new AbortController();
    const meter = recordingMeter();
    const call = make().translate(translatorRequest([proseSegment('a')], { signal: leave.signal }), meter.meter);
    await server.arrived(1);
    leave.abort();
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    expect(meter.settled).toEqual([expect.objectContaining({ estimated: true })]);
    await expect.poll(() => server.requests[0]?.left).toBe(true);
  });

  it('is not waited for longer than the time-out', async () => {
    server.script({ fault: GOOGLE_FAULTS.slow() });
    const call = make(50).translate(translatorRequest([proseSegment('a')]), recordingMeter().meter);
    await expect(call).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('signs with the service account and names glossary and model by their resources (v3)', async () => {
    const { private_key: privateKey, client_email: clientEmail } = server.account.key;
    const address = {
      account: { clientEmail, privateKey },
      project: 'test-project',
      location: 'us-central1',
      glossary: 'robotics',
      model: null,
      endpoint: server.endpoint,
    };
    const translator = createGoogleTranslator({
      model: 'translate-v3',
      open: (door) => openGoogleV3(address, door),
      limits: { segments: 1024, characters: 5000 },
      mostCharacters: 30_000,
      timeoutMs: 20_000,
      hasGlossary: true,
      prices: loadPriceList(null),
      logger: pino({ level: 'silent' }),
    });
    const request = translatorRequest([proseSegment('a')], { glossary: keep, target: 'zh' });
    const { results } = await translator.translate(request, recordingMeter().meter);
    expect(results.get('a')).toMatch(/\p{Script=Han}/u);
    expect(server.requests[0]).toMatchObject({
      path: expect.stringContaining('/v3/projects/test-project/locations/us-central1:translateText'),
      target: 'zh-CN',
      glossary: 'projects/test-project/locations/us-central1/glossaries/robotics',
    });
    // Terms are the glossary’s: marking them here would keep it from them.
    expect(server.requests[0]?.texts[0]).not.toContain('<span translate="no">topics');
  });
});
