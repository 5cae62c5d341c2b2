/** The reader as the account pages need them: asked of the server when it isn't known yet. */
import { useCallback, useEffect, useState } from 'react';
import { type Auth, useAuth } from './use-auth.ts';

const know = () => import('./account-client.ts').then((module) => module.knowAccount());

/** What the account pages know. */
export interface MeState extends Auth {
  /** true: the server could not be asked. */
  readonly failed: boolean;
  /** Asks again. */
  readonly retry: () => void;
}

/** Follows the reader, and asks the server who that is unless another part of the page has. */
export function useMe(): MeState {
  const auth = useAuth();
  const { me } = auth;
  const [failed, setFailed] = useState(false);
  const ask = useCallback(() => {
    setFailed(false);
    know().then(
      (found) => setFailed(found === null),
      () => setFailed(true),
    );
  }, []);
  useEffect(() => {
    if (me === null) ask();
  }, [me, ask]);
  return { ...auth, failed, retry: ask };
}
