/** What can be asked of the server about accounts. Loaded on use; every call may throw the client's errors. */
import type { AccountSession, MeResponse } from '@lectern/contracts';
import { ApiError, isClientError } from '../../client/client-errors.ts';
import { hasSessionToken, keepSessionToken } from '../../client/site-identity.ts';
import { usesBearer } from '../../client/site-settings.ts';
import { accountStore, publishMe } from './account.store.ts';
import {
  type Connection,
  isConnectionList,
  isCurrentSession,
  isDestination,
  isMe,
  isSessionList,
} from './account-guards.ts';
import { ownRoutes, readAuth, sendAuth } from './account-transport.ts';

/** What signing in takes. */
export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** false: the session ends with the browser. */
  readonly rememberMe: boolean;
  /** Solved challenge, after PROOF_REQUIRED. */
  readonly proof?: string | undefined;
}

/** What signing up takes. */
export interface SignUpInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Where the link of the mail leads in the end. */
  readonly callbackURL: string;
  /** Solved challenge, after PROOF_REQUIRED. */
  readonly proof?: string | undefined;
}

/** A service that signs readers in. */
export type ServiceName = 'google' | 'github' | 'oidc';

/**
 * Asks who the reader is, and tells all components. What can't be found out leaves the state as it is: a server that is
 * down signs nobody out.
 */
export async function refreshAccount(): Promise<MeResponse | null> {
  try {
    const me = await ownRoutes().json('/me', { method: 'GET' }, isMe);
    if (me.kind !== 'account' && hasSessionToken()) keepSessionToken(null);
    publishMe(me);
    return me;
  } catch (error) {
    if (!isClientError(error)) throw error;
    if (error instanceof ApiError && error.status === 404) accountStore.patch({ status: 'off', me: null });
    else if (error instanceof ApiError && error.status === 401) publishMe(null);
    return accountStore.getSnapshot().me;
  }
}

let asking: Promise<MeResponse | null> | undefined;

/** The same for parts of a page that want to know at one time: they share the question. */
export function knowAccount(): Promise<MeResponse | null> {
  asking ??= refreshAccount().finally(() => {
    asking = undefined;
  });
  return asking;
}

/** Signs in, and finds out who that is. */
export async function signIn({ proof, ...input }: SignInInput): Promise<void> {
  await sendAuth('/sign-in/email', { ...input, ...(proof === undefined ? {} : { proof }) });
  await refreshAccount();
}

/** Makes an account. The answer is the same for an address that has one: the mail tells its owner. */
export async function signUp({ proof, ...input }: SignUpInput): Promise<Response> {
  return sendAuth('/sign-up/email', { ...input, ...(proof === undefined ? {} : { proof }) });
}

/** After everything of the reader was deleted: finds out who they are now. */
export async function leaveErased(): Promise<void> {
  if (usesBearer()) keepSessionToken(null);
  await refreshAccount();
}

/** Ends this session. */
export async function signOut(): Promise<void> {
  await sendAuth('/sign-out', {});
  if (usesBearer()) keepSessionToken(null);
  publishMe(null);
}

/** Where a service sends the reader back to. */
export interface ServiceReturn {
  /** Somebody with an account, and everybody when it fails: the address then says `error`. */
  readonly known: string;
  /** Somebody whose account was made by that. */
  readonly isNew: string;
}

/** Goes to a service that signs the reader in. */
export async function signInWith(provider: ServiceName, { known, isNew }: ServiceReturn): Promise<void> {
  const body = {
    provider,
    callbackURL: known,
    newUserCallbackURL: isNew,
    errorCallbackURL: known,
    disableRedirect: true,
  };
  const { url } = await readAuth('/sign-in/social', { method: 'POST', body }, isDestination);
  window.location.assign(url);
}

/** Mails the link that confirms an address once more. */
export async function sendVerification(email: string, callbackURL: string): Promise<Response> {
  return sendAuth('/send-verification-email', { email, callbackURL });
}

/** Mails a link to set a new password, if the address has an account. @param redirectTo where the link leads in the end */
export async function requestReset(email: string, redirectTo: string): Promise<Response> {
  return sendAuth('/request-password-reset', { email, redirectTo });
}

/** Sets a new password with the token of a mailed link. */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await sendAuth('/reset-password', { token, newPassword });
}

/** Changes the name. */
export async function changeName(name: string): Promise<void> {
  await sendAuth('/update-user', { name });
  await refreshAccount();
}

/** Asks for another address; a mail has to be answered before it counts. */
export async function changeEmail(newEmail: string, callbackURL: string): Promise<Response> {
  return sendAuth('/change-email', { newEmail, callbackURL });
}

/** Changes the password, and ends all other sessions. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await sendAuth('/change-password', { currentPassword, newPassword, revokeOtherSessions: true });
  await refreshAccount();
}

/** The account's sessions, this one among them. */
export function listSessions(): Promise<AccountSession[]> {
  return readAuth('/list-sessions', { method: 'GET' }, isSessionList);
}

/** Id of this session; null without one. */
export async function currentSessionId(): Promise<string | null> {
  const current = await readAuth('/get-session', { method: 'GET' }, isCurrentSession);
  return current?.session.id ?? null;
}

/** Ends one session. */
export async function endSession(token: string): Promise<void> {
  await sendAuth('/revoke-session', { token });
}

/** Ends all sessions but this one. */
export async function endOtherSessions(): Promise<void> {
  await sendAuth('/revoke-other-sessions', {});
}

/** The ways to sign in that belong to the account. */
export function listConnections(): Promise<Connection[]> {
  return readAuth('/list-accounts', { method: 'GET' }, isConnectionList);
}

/** Goes to a service to connect it with the account. */
export async function connect(provider: ServiceName, callbackURL: string): Promise<void> {
  const body = { provider, callbackURL, errorCallbackURL: callbackURL, disableRedirect: true };
  const { url } = await readAuth('/link-social', { method: 'POST', body }, isDestination);
  window.location.assign(url);
}

/** Takes a service from the account. */
export async function disconnect(id: string): Promise<void> {
  await sendAuth('/unlink-account', { accountId: id });
}
