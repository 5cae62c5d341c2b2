/** The event streams: names, payloads, ids. `id` of an event is `<messageId>.<seq>`, seq from 1 without gaps. */
import { z } from 'zod';
import {
  citationEventSchema,
  deltaEventSchema,
  doneEventSchema,
  metaEventSchema,
  replaceEventSchema,
  unsupportedEventSchema,
  usageEventSchema,
} from './chat.ts';
import { problemSchema } from './errors.ts';

/** Payload schema of each event of an answer, by event name. Order: `meta`; any of the middle ones; `usage`; then one `done` or `error`, always last. */
export const CHAT_EVENT_SCHEMAS = {
  meta: metaEventSchema,
  delta: deltaEventSchema,
  citation: citationEventSchema,
  unsupported: unsupportedEventSchema,
  replace: replaceEventSchema,
  usage: usageEventSchema,
  done: doneEventSchema,
  error: z.object({ problem: problemSchema }),
} as const;

/** Name of an event of an answer. */
export type ChatEventName = keyof typeof CHAT_EVENT_SCHEMAS;

/** One event of an answer. */
export type ChatEvent = {
  [Name in ChatEventName]: { event: Name; data: z.infer<(typeof CHAT_EVENT_SCHEMAS)[Name]> };
}[ChatEventName];

/** Milliseconds between two comment lines that keep a silent stream open. */
export const HEARTBEAT_INTERVAL_MS = 15_000;
