/**
 * What a command line and a running server say to each other over the control socket: JSON, one message a line. One
 * connection carries one command.
 */
import { z } from 'zod';

/** Sent by the command line. */
export const ControlRequest = z.object({
  /** Name of the command, e.g. `ingest`. */
  command: z.string().min(1).max(100),
  args: z.record(z.string(), z.unknown()),
});
/** See {@link ControlRequest}. */
export type ControlRequest = z.infer<typeof ControlRequest>;

/** Sent by the server: any number of `progress`, then one `result` or one `error`. */
export const ControlMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), data: z.unknown() }),
  z.object({ type: z.literal('result'), data: z.unknown() }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
/** See {@link ControlMessage}. */
export type ControlMessage = z.infer<typeof ControlMessage>;

/** File name of the control socket, see `locateSocket`. */
export const CONTROL_SOCKET = 'control.sock';

/** Longest line of the command line, in characters: commands are small. */
export const MAX_REQUEST_CHARACTERS = 64 * 1024;
