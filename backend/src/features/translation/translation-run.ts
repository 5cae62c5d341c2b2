/** One answer of `/translate` on its way: what the memory has at once, the rest as it comes. */
import type {
  Receipt,
  SegmentEvent,
  SegmentReplacement,
  SegmentStreamNotice,
  SupportedLanguage,
} from '@lectern/contracts';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { ServiceUnavailableError } from '../../config/app-error.ts';
import type { Payer } from '../../usage/index.ts';
import type { Filling } from './filling/translation-filling.ts';
import type { LanguagePair } from './memory/translation-memory.repository.ts';
import type { ChapterSegment } from './translation-chapter.ts';
import type { ChapterLookup, FoundSegment } from './translation-chapter-lookup.ts';
import { explainLeft, type LeftDeps, type VersionedChapter } from './translation-left.ts';
import { type Arrival, Arrivals } from './translation-outcomes.ts';

/** Who reads. */
export interface TranslationReader {
  readonly payer: Payer;
  /** Is told what it cost. */
  readonly seesReceipt: boolean;
  /** Aborted when the reader has left: then nothing more is begun for them. */
  readonly left?: AbortSignal;
}

/** What a run works with. */
export interface RunDeps extends LeftDeps {
  readonly filling: Filling;
  /** Whether some engine translates to the language. */
  readonly canTranslate: (pair: LanguagePair) => boolean;
}

/** What is to be answered. */
export interface RunRequest extends VersionedChapter {
  readonly streamId: string;
  readonly pair: LanguagePair & { readonly target: SupportedLanguage };
  readonly lookup: ChapterLookup;
  /** Ids of segments on the screen. */
  readonly visible: readonly string[];
  readonly reader: TranslationReader;
}

/** Answers. Several events at a time as they come together; nothing when the connection has to be kept open. */
export async function* runTranslation(deps: RunDeps, request: RunRequest): AsyncGenerator<readonly SegmentEvent[]> {
  const run = new TranslationRun(deps, request);
  yield [run.meta(), ...run.fromMemory()];
  if (run.canGoOn) yield* run.fromEngines();
  yield [await run.done()];
}

/** What is on the screen first, then in reading order. */
const inViewOrder = <Item>(
  items: readonly Item[],
  visible: readonly string[],
  idOf: (item: Item) => string,
): Item[] => {
  const places = new Map(visible.map((id, at) => [id, at]));
  const placeOf = (item: Item): number => places.get(idOf(item)) ?? visible.length;
  return items.toSorted((a, b) => placeOf(a) - placeOf(b));
};

class TranslationRun {
  readonly #deps: RunDeps;
  readonly #request: RunRequest;
  /** By hash, in the order in which they are wanted. */
  readonly #missing: Map<string, ChapterSegment[]>;
  readonly #failed = new Set<string>();
  #notice: SegmentStreamNotice | undefined;
  #receipt: Receipt;

  constructor(deps: RunDeps, request: RunRequest) {
    this.#deps = deps;
    this.#request = request;
    const { lookup, visible } = request;
    const wanted = inViewOrder(lookup.missing, visible, ({ id }) => id);
    this.#missing = Map.groupBy(wanted, ({ hash }) => hash);
    this.#receipt = {
      segmentsFromMemory: lookup.found.length,
      segmentsFromProvider: 0,
      characters: 0,
      costUsd: 0,
    };
  }

  get canGoOn(): boolean {
    const { pair } = this.#request;
    if (this.#missing.size === 0) return false;
    if (!this.#deps.canTranslate(pair)) this.#notice = 'keyless';
    return this.#notice === undefined;
  }

  meta(): SegmentEvent {
    const { streamId, chapter, pair, lookup } = this.#request;
    return {
      event: 'meta',
      data: {
        streamId,
        chapterId: chapter.key,
        sourceHash: chapter.sourceHash,
        language: pair.target,
        direction: SUPPORTED_LANGUAGES[pair.target].direction,
        total: chapter.segments.length,
        ready: lookup.found.length,
      },
    };
  }

  fromMemory(): SegmentEvent[] {
    const { lookup, visible } = this.#request;
    return inViewOrder(lookup.found, visible, ({ segment }) => segment.id).map((found) =>
      segmentEvent(found, 'memory'),
    );
  }

  async *fromEngines(): AsyncGenerator<readonly SegmentEvent[]> {
    const { pair, chapter, visible, reader } = this.#request;
    const arrivals = new Arrivals();
    const onScreen = new Set(visible);
    const segments = Array.from(this.#missing.values()).flatMap(([segment, ...repeats], position) => {
      if (segment === undefined) return [];
      return [{ segment, position, urgent: [segment, ...repeats].some(({ id }) => onScreen.has(id)) }];
    });
    let open = segments.length;
    const { left } = reader;
    const leave = this.#deps.filling.want({ pair, chapter, segments, payer: reader.payer, onOutcome: arrivals.add });
    const onLeft = (): void => {
      leave();
      arrivals.end();
    };
    left?.addEventListener('abort', onLeft, { once: true });
    try {
      while (open > 0 && left?.aborted !== true) {
        const arrived = await arrivals.next();
        open -= arrived.length;
        const events = arrived.flatMap((arrival) => this.#take(arrival));
        // An empty list keeps the connection open.
        if (events.length > 0 || arrived.length === 0) yield events;
      }
    } finally {
      left?.removeEventListener('abort', onLeft);
      leave();
    }
  }

  #take({ hash, outcome, costUsd }: Arrival): SegmentEvent[] {
    const places = this.#missing.get(hash) ?? [];
    this.#receipt = { ...this.#receipt, costUsd: this.#receipt.costUsd + costUsd };
    switch (outcome.type) {
      case 'translated': {
        this.#missing.delete(hash);
        const { segmentsFromProvider, characters } = this.#receipt;
        this.#receipt = {
          ...this.#receipt,
          segmentsFromProvider: segmentsFromProvider + places.length,
          characters: characters + outcome.entry.source.length,
        };
        const { entry } = outcome;
        return places.map((segment) => segmentEvent({ segment, entry, status: entry.status }, 'provider'));
      }
      case 'failed':
        this.#failed.add(hash);
        return [];
      case 'unpaid':
        this.#notice = 'budget_spent';
        return [];
      case 'unreached':
        this.#notice ??= 'provider_failed';
        return [];
      case 'stopped':
        throw new ServiceUnavailableError('SHUTTING_DOWN', { retryAfterSeconds: 5 });
    }
  }

  async done(): Promise<SegmentEvent> {
    const { chapter, pair, reader, lookup } = this.#request;
    const missing = lookup.missing.filter(({ hash }) => this.#missing.has(hash));
    const left = await explainLeft(this.#deps, this.#request, pair, missing, this.#failed);
    const total = chapter.segments.length;
    return {
      event: 'done',
      data: {
        coverage: total === 0 ? 1 : (total - left.length) / total,
        left,
        ...(this.#notice ? { notice: this.#notice } : {}),
        ...(reader.seesReceipt ? { receipt: this.#receipt } : {}),
      },
    };
  }
}

const segmentEvent = (found: FoundSegment, from: 'memory' | 'provider'): SegmentEvent => ({
  event: 'segment',
  data: replacementOf(found, from),
});

const replacementOf = (
  { segment: { id }, entry, status }: FoundSegment,
  from: 'memory' | 'provider',
): SegmentReplacement => ({ id, text: entry.target, origin: entry.engine === 'authors' ? 'author' : from, status });
