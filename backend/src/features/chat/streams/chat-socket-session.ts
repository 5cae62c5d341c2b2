/**
 * One socket: messages come in, events of answers go out. What is asked here is an answer like any other: closing the
 * socket ends no answer, and another socket, or an event stream, goes on with it.
 */
import {
  type Problem,
  WEB_SOCKET_CLOSE,
  type WebSocketFrame,
  type WebSocketMessage,
  webSocketMessageSchema,
} from '@lectern/contracts';
import { RateLimitError, ServiceUnavailableError } from '../../../config/app-error.ts';
import { readLastEventId } from './chat-event-stream.ts';
import { eventId } from './chat-stream-events.ts';
import type { AnswerReader, StreamHub } from './chat-stream-hub.ts';
import { type StartDeps, startAnswer } from './chat-stream-start.ts';

/** The part of a WebSocket that is used. */
export interface SocketLike {
  /** `sent` is called when the frame has left for the network, or cannot. */
  send(text: string, sent?: (error?: Error | null) => void): void;
  ping(): void;
  close(code: number, reason?: string): void;
  terminate(): void;
}

/** Whom a socket belongs to, and what it may use. */
export interface SocketSessionOptions extends StartDeps {
  readonly socket: SocketLike;
  readonly hub: StreamHub;
  readonly identityId: string;
  readonly address: string;
  /** Counts a question against the limit of asking. @throws RATE_LIMITED */
  readonly countAsk: (address: string) => Promise<void>;
  readonly problemOf: (error: unknown) => Problem;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A socket that is served. */
export interface SocketSession {
  receive(data: string | undefined): void;
  /** The client answered a ping. */
  ponged(): void;
  /** Pings, and ends what has gone silent; to be called every {@link PING_INTERVAL_MS}. */
  beat(): void;
  /** Takes no more questions; closes when the answers that are read have ended. */
  retire(): void;
  /** Closes now. */
  cut(): void;
  /** The socket is closed. */
  closed(): void;
}

/** Milliseconds between two pings. */
export const PING_INTERVAL_MS = 30_000;
/** A socket over which nothing was asked or told for so long is closed. */
const IDLE_MS = 10 * 60_000;
/** Frames of a client: so many at once, and so many a second in the long run. */
const MOST_FRAMES = 40;
const FRAMES_PER_SECOND = 10;
/** Answers that one socket reads at once. */
const MOST_ANSWERS = 8;
/** A connection that does not take its close frame ends without it. */
const CLOSE_TIMEOUT_MS = 2_000;
const RETRY_SECONDS = 5;

/** Serves a socket. */
export function createSocketSession(options: SocketSessionOptions): SocketSession {
  const { socket, hub, identityId, address, problemOf, now = Date.now } = options;
  const readers = new Map<string, AnswerReader>();
  let allowance = MOST_FRAMES;
  let refilledAt = now();
  let usedAt = now();
  let awaitsPong = false;
  let retiring = false;
  let isClosed = false;

  const close = (code: number): void => {
    if (isClosed) return;
    closed();
    socket.close(code);
    setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS).unref();
  };
  const send = (frame: WebSocketFrame): void => {
    if (!isClosed) socket.send(JSON.stringify(frame));
  };

  function closed(): void {
    isClosed = true;
    for (const reader of readers.values()) reader.close();
    readers.clear();
  }

  const mayReceive = (): boolean => {
    allowance = Math.min(MOST_FRAMES, allowance + ((now() - refilledAt) / 1000) * FRAMES_PER_SECOND);
    refilledAt = now();
    allowance -= 1;
    return allowance >= 0;
  };

  const read = async (messageId: string, from: number, requestId: string): Promise<void> => {
    const onCut = () => close(WEB_SOCKET_CLOSE.timeout);
    const reader = await hub.open({ messageId, readerId: identityId, from, onCut, problemOf });
    if (isClosed) return reader.close();
    readers.get(messageId)?.close();
    readers.set(messageId, reader);
    send({ type: 'ack', requestId, messageId });
    void forward(messageId, reader);
  };

  /** Sends events as fast as the socket takes them. */
  const forward = async (messageId: string, reader: AnswerReader): Promise<void> => {
    for await (const batch of reader.batches) {
      const frames = (batch ?? []).map(
        ({ sequence, name, data }) => `{"id":"${eventId(messageId, sequence)}","event":"${name}","data":${data}}`,
      );
      usedAt = now();
      for (const frame of frames.slice(0, -1)) socket.send(frame);
      const last = frames.at(-1);
      if (last !== undefined) await new Promise<void>((resolve) => socket.send(last, () => resolve()));
    }
    if (readers.get(messageId) === reader) readers.delete(messageId);
    if (retiring && readers.size === 0) close(WEB_SOCKET_CLOSE.restarting);
  };

  const ask = async ({ requestId, request }: Extract<WebSocketMessage, { type: 'ask' }>): Promise<void> => {
    if (retiring) throw new ServiceUnavailableError('SHUTTING_DOWN', { retryAfterSeconds: RETRY_SECONDS });
    await options.countAsk(address);
    if (readers.size >= MOST_ANSWERS) throw new RateLimitError('RATE_LIMITED', { retryAfterSeconds: RETRY_SECONDS });
    const asking = { request, askerId: identityId, address, key: requestId, problemOf };
    const { messageId } = await startAnswer(options, asking);
    await read(messageId, 0, requestId);
  };

  const handle = async (message: WebSocketMessage): Promise<void> => {
    const { requestId } = message;
    switch (message.type) {
      case 'ping':
        return send({ type: 'pong', requestId });
      case 'ask':
        return ask(message);
      case 'stop':
        await hub.stop({ messageId: message.messageId, readerId: identityId });
        return send({ type: 'ack', requestId, messageId: message.messageId });
      case 'resume':
        return read(
          message.messageId,
          readLastEventId(message.lastEventId, message.messageId, 'lastEventId'),
          requestId,
        );
    }
  };

  return {
    receive(data) {
      if (isClosed) return;
      if (!mayReceive()) return close(WEB_SOCKET_CLOSE.tooMany);
      const message = parseMessage(data);
      if (message === undefined) return close(WEB_SOCKET_CLOSE.invalid);
      usedAt = now();
      handle(message).catch((error: unknown) =>
        send({ type: 'refused', requestId: message.requestId, problem: problemOf(error) }),
      );
    },
    ponged() {
      awaitsPong = false;
    },
    beat() {
      const isIdle = readers.size === 0 && now() - usedAt > IDLE_MS;
      if (awaitsPong || isIdle) return close(WEB_SOCKET_CLOSE.timeout);
      awaitsPong = true;
      if (!isClosed) socket.ping();
    },
    retire() {
      retiring = true;
      if (readers.size === 0) close(WEB_SOCKET_CLOSE.restarting);
    },
    cut: () => close(WEB_SOCKET_CLOSE.restarting),
    closed,
  };
}

function parseMessage(data: string | undefined): WebSocketMessage | undefined {
  if (data === undefined) return undefined;
  try {
    return webSocketMessageSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
