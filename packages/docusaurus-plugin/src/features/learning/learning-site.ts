/** The one keeper of this site's reader, and when it writes and sends. */
import { accountStore } from '../account/account.store.ts';
import { startAccount } from '../account/account-start.ts';
import { learningClient } from './learning-client.ts';
import { ProgressKeeper } from './learning-keeper.ts';
import { browserStorage, PROGRESS_STORAGE_KEY } from './learning-storage.ts';

let keeper: ProgressKeeper | undefined;

/** Follows who the reader is: signing in brings what was read along, signing out leaves nothing behind. */
function followAccount(kept: ProgressKeeper): void {
  // The store says nobody until it has looked for a sign of a session.
  startAccount();
  let before: string | undefined;
  const follow = () => {
    const { status } = accountStore.getSnapshot();
    if (status === before) return;
    const isNews = before !== undefined;
    before = status;
    kept.belongsTo(status === 'account' || status === 'hinted' ? 'account' : 'anonymous');
    if (isNews && status === 'account') void kept.refresh();
  };
  accountStore.subscribe(follow);
  follow();
}

function followWindow(kept: ProgressKeeper): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void kept.flush({ leaving: true });
  });
  window.addEventListener('pagehide', () => void kept.flush({ leaving: true }));
  window.addEventListener('online', () => void kept.refresh());
  window.addEventListener('storage', ({ key }) => {
    if (key === PROGRESS_STORAGE_KEY || key === null) kept.persist();
  });
}

/** The reader's progress. */
export function siteProgress(): ProgressKeeper {
  if (keeper === undefined) {
    keeper = new ProgressKeeper({ storage: browserStorage(), client: learningClient });
    followWindow(keeper);
    followAccount(keeper);
    void keeper.refresh();
  }
  return keeper;
}
