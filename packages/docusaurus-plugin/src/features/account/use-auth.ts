/** The reader's account, for components. */
import { useEffect, useSyncExternalStore } from 'react';
import { type AccountState, accountStore, NOBODY } from './account.store.ts';
import type * as AccountClient from './account-client.ts';
import { startAccount } from './account-start.ts';

type Client = typeof AccountClient;
const load = (): Promise<Client> => import('./account-client.ts');

/** What can be done about the account. Each loads its code on use, and may throw what the client throws. */
export interface AuthActions {
  /** Signs in with an e-mail address and a password. */
  readonly signIn: Client['signIn'];
  /** Makes an account; a mail confirms the address before it can be used. */
  readonly signUp: Client['signUp'];
  /** Ends this session. What was stored stays the account's. */
  readonly signOut: Client['signOut'];
  /** The account's sessions, this one among them. */
  readonly sessions: Client['listSessions'];
  /** Asks the server anew who the reader is. */
  readonly refresh: Client['refreshAccount'];
}

const actions: AuthActions = {
  signIn: async (input) => (await load()).signIn(input),
  signUp: async (input) => (await load()).signUp(input),
  signOut: async () => (await load()).signOut(),
  sessions: async () => (await load()).listSessions(),
  refresh: async () => (await load()).refreshAccount(),
};

/** What is known about the reader, and what can be done about it. */
export interface Auth extends AccountState, AuthActions {
  /** true when the server has confirmed the account. */
  readonly isSignedIn: boolean;
}

/** Follows the reader's account. All components together ask the server at most once for each page that is loaded. */
export function useAuth(): Auth {
  const state = useSyncExternalStore(accountStore.subscribe, accountStore.getSnapshot, () => NOBODY);
  useEffect(startAccount, []);
  return { ...state, ...actions, isSignedIn: state.status === 'account' };
}
