/** A reader who asks the server, as JSON or as a stream, and knows what was acknowledged. */
import { type ChatRequestInput, chatResponseSchema, type Problem, problemSchema } from '@lectern/contracts';
import { createParser } from 'eventsource-parser';
import { z } from 'zod';

/** Longest time for a whole answer; a machine that is busy takes seconds. */
const ANSWER_TIMEOUT_MS = 20_000;

/** An answer that the reader has whole: it must never be lost. */
export interface AcknowledgedAnswer {
  /** The reader's cookie, `name=value`. */
  readonly cookie: string;
  readonly sessionId: string;
  readonly messageId: string;
  readonly question: string;
  readonly text: string;
  readonly form: 'json' | 'stream';
}

/** What came of a question. */
export type Asked =
  | { readonly kind: 'acknowledged'; readonly answer: AcknowledgedAnswer }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly status: number };

/** A question with who asks it and how. */
export interface Asking {
  readonly origin: string;
  readonly request: ChatRequestInput;
  readonly form: 'json' | 'stream';
  /** `name=value`; undefined for a reader who comes for the first time. */
  readonly cookie: string | undefined;
  /** Told when a question was accepted whose answer is to be stored, however it ends. */
  readonly onAccepted?: (accepted: Pick<AcknowledgedAnswer, 'sessionId' | 'messageId' | 'question'>) => void;
}

/** An answer stopped before its end, and the connection with it. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

/**
 * Asks a question that is stored.
 * @throws whatever a connection that breaks throws; BrokenOffError for a stream that ends without `done` or `error`
 */
export async function ask(asking: Asking): Promise<Asked> {
  const { origin, request, form, cookie } = asking;
  const response = await fetch(`${origin}/api/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: form === 'json' ? 'application/json' : 'text/event-stream',
      origin,
      ...(cookie === undefined ? {} : { cookie }),
    },
    body: JSON.stringify(request),
    // No answer at all is a fault that must show, and not hang whoever looks for it.
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  if (!response.ok) {
    return { kind: 'refused', problem: problemSchema.parse(await response.json()), status: response.status };
  }
  const identity = cookie ?? response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const known = { cookie: identity, question: request.question, form };
  const onAccepted = asking.onAccepted ?? (() => undefined);
  if (form === 'json') {
    const { sessionId, messageId, text } = chatResponseSchema.parse(await response.json());
    onAccepted({ sessionId: sessionId ?? '', messageId, question: request.question });
    return { kind: 'acknowledged', answer: { ...known, sessionId: sessionId ?? '', messageId, text } };
  }
  return readStream(response, known, onAccepted);
}

const metaSchema = z.object({ messageId: z.string(), sessionId: z.string().nullable() });
const deltaSchema = z.object({ text: z.string() });
const errorSchema = z.object({ problem: problemSchema });

async function readStream(
  response: Response,
  known: Pick<AcknowledgedAnswer, 'cookie' | 'question' | 'form'>,
  onAccepted: NonNullable<Asking['onAccepted']>,
): Promise<Asked> {
  let meta = { messageId: '', sessionId: '' };
  let text = '';
  let asked: Asked | undefined;
  const parser = createParser({
    onEvent({ event, data }) {
      const value: unknown = JSON.parse(data);
      if (event === 'meta') {
        const { messageId, sessionId } = metaSchema.parse(value);
        meta = { messageId, sessionId: sessionId ?? '' };
        onAccepted({ ...meta, question: known.question });
      }
      if (event === 'delta') text += deltaSchema.parse(value).text;
      if (event === 'error') {
        const { problem } = errorSchema.parse(value);
        asked = { kind: 'refused', problem, status: problem.status };
      }
      if (event === 'done') asked = { kind: 'acknowledged', answer: { ...known, ...meta, text } };
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  } catch (error) {
    // The end was told: that the connection broke after it changes nothing.
    if (asked === undefined) throw error;
  }
  if (asked === undefined) throw new BrokenOffError('The stream ended without done or error.');
  return asked;
}
