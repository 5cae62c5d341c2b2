/**
 * Copies a running answer from this process' store to the shared one, so that another process can go on with it. One
 * write at a time: what comes meanwhile goes with the next one, out of the own store, so that nothing queues up.
 */
import type { StreamSlice, StreamStore } from '../../../providers/cache/index.ts';

/** What a copy needs. */
export interface MirrorOptions {
  readonly own: Pick<StreamStore, 'read' | 'watch'>;
  readonly shared: Pick<StreamStore, 'write'>;
  readonly messageId: string;
  /** Called when somebody elsewhere asked to stop the answer. */
  readonly onStop: () => void;
  /** Aborted when this process ends: a store that is away is not waited for. */
  readonly closing?: AbortSignal;
}

/** Bytes of one write. */
const WRITE_BYTES = 64 * 1024;
/** Events that come close together travel together. */
const GATHER_MS = 20;
/** Between two tries while the shared store is away, milliseconds. */
const RETRY_MS = 500;
/** How long an answer that has ended waits for a store that is away, milliseconds. */
const PATIENCE_MS = 30_000;

/** Copies an answer until its end is copied, or the shared store was away for too long after it. Never rejects. */
export async function mirrorStream(options: MirrorOptions): Promise<void> {
  const { own, messageId, closing } = options;
  const changes = watchChanges(own, messageId);
  let held = 0;
  let patientUntil = Number.POSITIVE_INFINITY;
  const isImpatient = (): boolean => closing?.aborted === true || Date.now() > patientUntil;
  for (;;) {
    await changes.next();
    const slice = await own.read(messageId, held, WRITE_BYTES);
    if (slice === undefined || slice.state === 'expired') break;
    const ended = slice.state === 'ended';
    if (ended) patientUntil = Math.min(patientUntil, Date.now() + PATIENCE_MS);
    const written = await copy(options, held, slice);
    if (ended && (written === undefined ? isImpatient() : written >= slice.length)) break;
    held = written ?? held;
    if (ended || written !== slice.length) changes.mark();
    await pause(written === undefined ? RETRY_MS : GATHER_MS);
  }
  changes.end();
}

/** Waits for changes of a stream; those that come meanwhile count as one. */
function watchChanges(own: MirrorOptions['own'], messageId: string) {
  let changed = true;
  let wake = (): void => undefined;
  const mark = (): void => {
    changed = true;
    wake();
  };
  const end = own.watch(messageId, mark);
  return {
    mark,
    end,
    async next(): Promise<void> {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (changed) resolve();
      });
      changed = false;
    },
  };
}

/** Writes what was read from the own store. @returns events that the shared one holds now; undefined while it is away */
async function copy(
  { shared, messageId, onStop }: MirrorOptions,
  at: number,
  { ownerId, state, events, length }: StreamSlice,
): Promise<number | undefined> {
  const ended = state === 'ended' && at + events.length === length;
  try {
    const { held, stopAsked } = await shared.write(messageId, { ownerId, at, events, ended });
    if (stopAsked) onStop();
    return held;
  } catch {
    return undefined;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
