/** What is said to the reader, in order, held back as far as it may be our prompt. */
import type { Citation } from '@lectern/contracts';
import { createLeakGuard } from './chat-verify-leak.ts';
import type { UnsupportedRange, VerifiedEvent } from './chat-verify-options.ts';

interface Queued {
  readonly event: VerifiedEvent;
  /** Length of the text with it. */
  readonly end: number;
}

/** Collects events; those that may be sent are taken out. */
export type Outbox = ReturnType<typeof createOutbox>;

/** Makes an outbox that lets no secret out. */
export const createOutbox = (secrets: readonly string[]) => {
  const guard = createLeakGuard(secrets);
  let queue: Queued[] = [];
  let length = 0;
  let safe = 0;
  let sent = '';
  const citations: Citation[] = [];
  const unsupported: UnsupportedRange[] = [];
  return {
    /** Length of the text so far, UTF-16 units. */
    get length() {
      return length;
    },
    get leaked() {
      return guard.leaked;
    },
    write(text: string): void {
      if (text === '') return;
      length += text.length;
      safe = guard.feed(text);
      queue.push({ event: { event: 'delta', data: { text } }, end: length });
    },
    cite(data: Citation): void {
      queue.push({ event: { event: 'citation', data }, end: length });
    },
    flag(data: UnsupportedRange): void {
      queue.push({ event: { event: 'unsupported', data }, end: length });
    },
    /** What may be sent now; with `isEnd` all that is no leak. */
    take(isEnd: boolean): VerifiedEvent[] {
      const limit = isEnd && !guard.leaked ? length : safe;
      const events: VerifiedEvent[] = [];
      let text = '';
      const flush = (): void => {
        if (text === '') return;
        events.push({ event: 'delta', data: { text } });
        sent += text;
        text = '';
      };
      while (queue[0] && queue[0].end <= limit) {
        const { event } = queue.shift() ?? {};
        if (event?.event === 'delta') text += event.data.text;
        else if (event) {
          flush();
          events.push(event);
          if (event.event === 'citation') citations.push(event.data);
          else unsupported.push(event.data);
        }
      }
      flush();
      if (guard.leaked) queue = [];
      return events;
    },
    /** What was sent. */
    get sent() {
      return { text: sent, citations, unsupported };
    },
  };
};
