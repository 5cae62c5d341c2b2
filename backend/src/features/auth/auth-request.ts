/** What belongs to one request at `/api/auth/*` and is needed inside of Better-Auth's hooks. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { EmailReceipt } from '../../providers/email/index.ts';

/** One request on its way through Better-Auth. */
export interface AuthRequest {
  /** Language for the mails, BCP 47. */
  readonly locale: string;
  /** Where the link of a mail leads in the end: an address of a page. */
  readonly returnTo: string;
  /** Account and session that this request began; null: none. */
  began: { readonly userId: string; readonly sessionId: string } | null;
  /** What became of the request's mail; null: none was sent (yet). */
  mail: EmailReceipt | null;
}

const requests = new AsyncLocalStorage<AuthRequest>();

/** Runs something for a request. */
export function runAuthRequest<T>(request: AuthRequest, work: () => Promise<T>): Promise<T> {
  return requests.run(request, work);
}

/** The request that is being worked on; undefined outside of one. */
export function currentAuthRequest(): AuthRequest | undefined {
  return requests.getStore();
}
