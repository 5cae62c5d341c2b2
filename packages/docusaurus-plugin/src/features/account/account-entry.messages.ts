/** The words of the entry in the navigation bar: every page loads them. */
import type { Message } from '../../client/messages.ts';

/** Words of the entry, by what they are for. */
export const ACCOUNT_ENTRY_MESSAGES = {
  signIn: { id: 'lectern.account.signIn', message: 'Sign in' },
  menu: { id: 'lectern.account.menu', message: 'Your account: {name}' },
  profile: { id: 'lectern.account.menuProfile', message: 'Profile' },
  progress: { id: 'lectern.account.menuProgress', message: 'Progress' },
  signOut: { id: 'lectern.account.signOut', message: 'Sign out' },
  signOutFailed: { id: 'lectern.account.signOutFailed', message: 'You are still signed in. Try again' },
} as const satisfies Record<string, Message>;
