/** Finds out in each page whether the reader has signed in, and follows what other tabs do. */
import { accountStore, HINT_KEY, OFF_KEY, readHint } from './account.store.ts';

const loadAccount = () => import('./account-client.ts').then((module) => module.knowAccount());

/** Takes over the hint; where it says that there may be a session the server is asked. */
function follow(): void {
  const hint = readHint();
  const { status, name } = accountStore.getSnapshot();
  if (hint.status !== 'hinted') {
    if (hint.status !== status) accountStore.set(hint);
    return;
  }
  if (status === 'account' && name === hint.name) return;
  accountStore.set(hint);
  void loadAccount().catch(() => undefined);
}

let started = false;

/**
 * Finds out whether the reader has signed in, once for each page that is loaded. Never rejects, and asks the server only
 * when a hint says that there may be a session.
 */
export function startAccount(): void {
  if (started) return;
  started = true;
  follow();
  window.addEventListener('storage', ({ key }) => {
    if (key === HINT_KEY || key === OFF_KEY || key === null) follow();
  });
}
