/**
 * Whether this reader has signed in, for every page: small, because every page loads it. A page asks the server only
 * when a hint says that there may be a session, so that anonymous readers cause no request.
 */
import type { MeResponse } from '@lectern/contracts';
import { createExternalStore } from '../../client/external-store.ts';
import { usesBearer } from '../../client/site-settings.ts';

/** What is known about the reader. */
export interface AccountState {
  /** hinted: was signed in lately, and the server has not said yet · off: this server has no accounts. */
  readonly status: 'anonymous' | 'hinted' | 'account' | 'off';
  /** How the reader wants to be called; '' without an account. */
  readonly name: string;
  /** What the server says of the reader; null until it was asked. */
  readonly me: MeResponse | null;
}

/** The state of readers who are not signed in, and of the server's rendering. */
export const NOBODY: AccountState = { status: 'anonymous', name: '', me: null };

/** Whether this reader has signed in. */
export const accountStore = createExternalStore<AccountState>(NOBODY);

/** Key of the hint. Not secret: says that there was a session here, and the name to greet with. */
export const HINT_KEY = 'lectern.account';
/** Key that says that the server has no accounts; asked again after a day. */
export const OFF_KEY = 'lectern.accountsOff';
const OFF_MS = 24 * 60 * 60 * 1000;

// A bearer belongs to its tab, and so does its hint.
const area = (): Storage => (usesBearer() ? window.sessionStorage : window.localStorage);

/** What the browser remembers of the reader; another tab may have written it. */
export function readHint(): AccountState {
  try {
    if (Date.now() - Number(window.localStorage.getItem(OFF_KEY) ?? Number.NaN) < OFF_MS)
      return { ...NOBODY, status: 'off' };
    const name = area().getItem(HINT_KEY);
    return name === null ? NOBODY : { ...NOBODY, status: 'hinted', name };
  } catch {
    return NOBODY; // storage may be forbidden
  }
}

function writeHint({ status, name }: AccountState): void {
  try {
    if (status === 'off') window.localStorage.setItem(OFF_KEY, String(Date.now()));
    else window.localStorage.removeItem(OFF_KEY);
    // The same value again would tell other tabs of a change that there is none of.
    if (status !== 'account') area().removeItem(HINT_KEY);
    else if (area().getItem(HINT_KEY) !== name) area().setItem(HINT_KEY, name);
  } catch {
    // without storage the next page asks the reader to sign in again in its header, no more
  }
}

/** Takes over what the server says of the reader. */
export function publishMe(me: MeResponse | null): void {
  const { password, google, github, oidc, passkey } = me?.methods ?? {};
  const offers = password === true || google === true || github === true || passkey === true || (oidc ?? null) !== null;
  const state: AccountState =
    me?.kind === 'account'
      ? { status: 'account', name: me.name ?? '', me }
      : { ...NOBODY, me, status: me !== null && !offers ? 'off' : 'anonymous' };
  accountStore.set(state);
  writeHint(state);
}
