/** Faults that show before an answer begins, and error responses. */
import type { ServerResponse } from 'node:http';
import type { OpenAiFault } from './openai-faults.ts';
import type { OpenRecord } from './openai-record.ts';
import { errorBody } from './stream-writer.ts';

const HTML = '<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>';

/** Plays a fault that keeps an answer from beginning. @returns Whether there is nothing more to do */
export async function failsAtOnce(
  fault: OpenAiFault | undefined,
  open: OpenRecord,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'hold':
      if (fault.at === 'headers') await Promise.race([fault.until, closeOf(response)]);
      if (response.destroyed) open.finish('client_closed');
      return response.destroyed;
    case 'status':
      refuse(open, response, fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
      return true;
    case 'redirect':
      refuse(open, response, 302, { location: fault.location });
      return true;
    case 'reset':
      open.finish('cut');
      response.socket?.resetAndDestroy();
      return true;
    case 'html':
      open.record.status = 200;
      response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
      open.finish('failed');
      return true;
    default:
      return false;
  }
}

/** Answers with an error; in the middle of an answer, by cutting it. */
export function refuse(
  open: OpenRecord,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  open.record.status = status;
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(errorBody(status));
  open.finish('failed');
}

function closeOf(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => resolve());
  });
}
