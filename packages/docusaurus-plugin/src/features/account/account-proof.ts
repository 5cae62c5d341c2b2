/** A proof of work where the server asks for one: when many sign up or in from one address. */
import { ApiError } from '../../client/client-errors.ts';
import { siteClient } from '../../client/site.ts';

/** What a request with a proof may be told. */
export interface ProofOptions {
  readonly signal: AbortSignal;
  /** Called when the browser begins to work for the server. */
  readonly onWork: () => void;
}

/** Sends something; where the server asks for some work first, it is done, once, and the thing is sent again. */
export async function withProof<T>(send: (proof?: string) => Promise<T>, { signal, onWork }: ProofOptions): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'PROOF_REQUIRED') throw error;
  }
  onWork();
  const [challenge, { solveProof }] = await Promise.all([
    siteClient().challenge({ signal }),
    import('../chat/chat-proof.ts'),
  ]);
  return send(await solveProof(challenge, signal));
}
