/** What belongs to the request being served, reachable from any depth: so that every log line can carry its id. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The request being served. */
export interface RequestContext {
  /** Id of the request, as in the X-Request-Id header. */
  readonly requestId: string;
}

/** Holds the {@link RequestContext} of the running request; empty outside of requests. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
