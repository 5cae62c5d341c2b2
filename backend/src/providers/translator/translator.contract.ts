/** The contract of the port to translation engines: every adapter's test runs this suite. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GOOGLE_ERROR_TEXT } from '../../../test/google-server/google-server.ts';
import { PROVIDER_TEXT } from '../../../test/openai-server/stream-writer.ts';
import { BudgetSpentError } from '../../usage/ledger.port.ts';
import { proseSegment, recordingMeter, type TranslatorBench, translatorRequest } from './translator.fixture.ts';
import { TranslatorFailure, type TranslatorFailureKind, type TranslatorRequest } from './translator.port.ts';

const TAGS = /<[^<>]*>/g;
const ARABIC = /\p{Script=Arabic}/u;

/** What a fault of the server comes out as, and whether the call is paid for. */
export type FaultRow = readonly [fault: string, kind: TranslatorFailureKind, isBooked: boolean];

/**
 * Declares the suite for an adapter.
 * @param open Opens it over its provider
 * @param faults Faults of its provider
 */
export const describeTranslatorContract = (
  name: string,
  open: () => Promise<TranslatorBench>,
  faults: readonly FaultRow[],
): void => {
  describe(`translator port: ${name}`, () => {
    let bench: TranslatorBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());
    const translate = (request: TranslatorRequest, meter = recordingMeter()) =>
      bench.translator.translate(request, meter.meter);
    const failureOf = async (request: TranslatorRequest, meter = recordingMeter()) =>
      translate(request, meter).then(
        () => undefined,
        (error: unknown) => (error instanceof TranslatorFailure ? error : Promise.reject(error)),
      );

    it('gives a text for each id, in the script of the language, with the placeholders of the source', async () => {
      const segments = [proseSegment('a'), proseSegment('b', { text: 'Plain words only.', readings: new Map() })];
      const { results, name: answered } = await translate(translatorRequest(segments));
      expect(Array.from(results.keys())).toEqual(['a', 'b']);
      for (const { id, text } of segments) {
        expect(results.get(id)).toMatch(ARABIC);
        expect(results.get(id)?.match(TAGS) ?? []).toEqual(text.match(TAGS) ?? []);
      }
      expect(answered.provider).toBe(bench.translator.provider);
    });

    it('sets money aside before a call and books what it took, unless it costs nothing', async () => {
      const meter = recordingMeter();
      const request = translatorRequest([proseSegment('a')]);
      const { usage } = await translate(request, meter);
      if (bench.translator.isLocal) {
        expect(meter.reserved).toEqual([]);
        return;
      }
      const { costUsd, ...estimate } = bench.translator.estimate(request);
      expect(meter.reserved).toEqual([expect.objectContaining(estimate)]);
      expect(meter.settled).toEqual([expect.objectContaining(usage)]);
      expect(usage.characters + usage.inputTokens).toBeGreaterThan(0);
      expect(usage.characters).toBe(estimate.characters);
      expect(usage.outputTokens).toBeLessThanOrEqual(estimate.outputTokens);
      expect(costUsd).toEqual(bench.translator.engine === 'llm' ? null : expect.any(Number));
    });

    it('makes no call without money, for an empty request, for one that is too large, or for nobody', async () => {
      const broke = async () => Promise.reject(new BudgetSpentError('global_day'));
      const many = Array.from({ length: 200 }, (_, index) => proseSegment(`s${index}`));
      if (!bench.translator.isLocal) {
        const unpaid = bench.translator.translate(translatorRequest([proseSegment('a')]), broke);
        await expect(unpaid).rejects.toBeInstanceOf(BudgetSpentError);
      }
      expect((await translate(translatorRequest([]))).results.size).toBe(0);
      expect((await failureOf(translatorRequest(many)))?.kind).toBe('too_large');
      const aborted = translatorRequest([proseSegment('a')], { signal: AbortSignal.abort() });
      expect((await failureOf(aborted))?.kind).toBe('aborted');
      expect(bench.calls()).toBe(0);
    });

    it.each(faults)('%s is told as %s', async (fault, kind, isBooked) => {
      bench.fail(fault);
      const meter = recordingMeter();
      const failure = await failureOf(translatorRequest([proseSegment('a')]), meter);
      expect(failure?.kind).toBe(kind);
      expect(meter.settled).toHaveLength(isBooked ? 1 : 0);
      expect(meter.released).toBe(isBooked ? 0 : 1);
      // What a provider writes may hold anything: it goes nowhere.
      expect(`${inspect(failure)}${bench.log.join('')}`).not.toMatch(
        new RegExp(`${GOOGLE_ERROR_TEXT}|${PROVIDER_TEXT}`),
      );
    });

    it('leaves a provider alone that failed three times in a row', async () => {
      const [first] = faults;
      if (first === undefined) return;
      bench.fail('500');
      const kinds: (TranslatorFailureKind | undefined)[] = [];
      for (let call = 0; call < 4; call += 1) {
        kinds.push((await failureOf(translatorRequest([proseSegment('a')])))?.kind);
      }
      expect(kinds).toEqual(['unavailable', 'unavailable', 'unavailable', 'circuit_open']);
      expect(bench.calls()).toBe(3);
    });
  });
};
