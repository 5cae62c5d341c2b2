/** A model that translates as real ones do on a bad day: at a rate it damages a text, loses it, or does not answer. */
import type { SupportedLanguage } from '@lectern/contracts';
import { createSeededRandom } from '../faults/seeded-random.ts';
import { DAMAGE_NAMES, DAMAGES, type Damage, MODEL_MARKUP } from '../google-server/translation-damages.ts';
import { type FaultName, faultNamed } from '../openai-server/openai-faults.ts';
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from '../openai-server/openai-server.ts';
import { type AskedItem, answerTranslation, askedSegments } from '../openai-server/openai-translation-answer.ts';

/** Faults after which the same request may go well. */
const PASSING_FAULTS: readonly FaultName[] = [
  '429',
  '500',
  'reset',
  'cut',
  'malformed',
  'empty',
  'content-filter',
  'refusal',
  'usage-missing',
];

/** How it behaves. */
export interface DamagingModelOptions {
  readonly language: SupportedLanguage;
  readonly seed: number;
  /** Share of texts that are damaged. */
  readonly damages: number;
  /** Share of requests that fail. */
  readonly faults: number;
  /** Told of each request that translates. */
  readonly onRequest?: (request: number) => void;
}

/** The model, and what it did. */
export interface DamagingModel extends Pick<OpenAiServer, 'baseUrl' | 'bill' | 'requests' | 'close'> {
  /** Names of the segments that were asked for since the last word about its behaviour, see {@link askedName}. */
  readonly asked: ReadonlySet<string>;
  /** How often each damage and fault was done. */
  readonly done: ReadonlyMap<string, number>;
  behave(options: DamagingModelOptions): void;
}

/** Name of a segment as a model sees it. */
export const askedName = ({ kind, text }: Pick<AskedItem, 'kind' | 'text'>): string => `${kind} ${text}`;

/** Starts it. */
export async function startDamagingModel(
  options: DamagingModelOptions,
  server: OpenAiServerOptions = {},
): Promise<DamagingModel> {
  const asked = new Set<string>();
  const done = new Map<string, number>();
  const model = await startOpenAiServer(server);
  const count = (name: string) => done.set(name, (done.get(name) ?? 0) + 1);
  let requests = 0;

  const behave = ({ language, seed, damages, faults, onRequest }: DamagingModelOptions): void => {
    const random = createSeededRandom(seed);
    asked.clear();
    requests = 0;
    const pick = <Name>(names: readonly Name[]): Name | undefined => names[Math.floor(random() * names.length)];
    const damaged = (text: string, source: string): string => {
      const name = random() < damages ? pick(DAMAGE_NAMES) : undefined;
      if (name === undefined) return text;
      count(name);
      const damage: Damage = DAMAGES[name];
      return damage(text, MODEL_MARKUP, source);
    };
    model.script({
      answer: (request) => answerTranslation(request, language, damaged),
      fault: (request) => {
        if (request === undefined) return undefined;
        for (const segment of askedSegments(request)) asked.add(askedName(segment));
        requests += 1;
        onRequest?.(requests);
        const name = random() < faults ? pick(PASSING_FAULTS) : undefined;
        if (name === undefined) return undefined;
        count(name);
        return faultNamed(name);
      },
    });
  };
  behave(options);
  return {
    baseUrl: model.baseUrl,
    bill: model.bill,
    requests: model.requests,
    close: model.close,
    asked,
    done,
    behave,
  };
}
