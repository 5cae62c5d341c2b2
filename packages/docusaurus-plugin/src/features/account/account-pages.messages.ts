/** Titles of the account pages, and what stands on all of them. */
import type { Message } from '../../client/messages.ts';
import type { AccountPageName } from './account-pages.ts';

/** Titles and leads, and what all pages say. */
export const ACCOUNT_PAGE_MESSAGES = {
  signInTitle: { id: 'lectern.account.signInTitle', message: 'Sign in' },
  signInLead: {
    id: 'lectern.account.signInLead',
    message: 'Your background, conversations, progress and notes, on every device.',
  },
  signUpTitle: { id: 'lectern.account.signUpTitle', message: 'Make an account' },
  signUpLead: {
    id: 'lectern.account.signUpLead',
    message: 'Reading and asking need none. An account remembers your background, conversations, progress and notes.',
  },
  verifyTitle: { id: 'lectern.account.verifyTitle', message: 'Confirm your address' },
  verifyLead: {
    id: 'lectern.account.verifyLead',
    message: 'So that only you can use your address, and a forgotten password can be set anew.',
  },
  forgotTitle: { id: 'lectern.account.forgotTitle', message: 'Forgot your password?' },
  forgotLead: { id: 'lectern.account.forgotLead', message: 'We send you a link to set a new one.' },
  resetTitle: { id: 'lectern.account.resetTitle', message: 'Set a new password' },
  resetLead: {
    id: 'lectern.account.resetLead',
    message: 'Afterwards you are signed out everywhere else.',
  },
  profileTitle: { id: 'lectern.account.profileTitle', message: 'Your profile' },
  profileLead: {
    id: 'lectern.account.profileLead',
    message: 'What the book knows of you, and how you sign in.',
  },
  sessionsTitle: { id: 'lectern.account.sessionsTitle', message: 'Where you are signed in' },
  sessionsLead: {
    id: 'lectern.account.sessionsLead',
    message: 'End what you do not know or no longer use. It works at once.',
  },
  dataTitle: { id: 'lectern.account.dataTitle', message: 'Your data' },
  dataLead: { id: 'lectern.account.dataLead', message: 'All that is stored of you: take it along, or delete it.' },
  privacyTitle: { id: 'lectern.account.privacyTitle', message: 'Privacy' },
  privacyLead: {
    id: 'lectern.account.privacyLead',
    message: 'What this server keeps, for how long, and who else gets any of it. Made from its settings.',
  },

  navigation: { id: 'lectern.account.navigation', message: 'Your account' },
  tabProfile: { id: 'lectern.account.tabProfile', message: 'Profile' },
  tabSessions: { id: 'lectern.account.tabSessions', message: 'Sessions' },
  tabData: { id: 'lectern.account.tabData', message: 'Your data' },
  tabPrivacy: { id: 'lectern.account.tabPrivacy', message: 'Privacy' },
  loading: { id: 'lectern.account.loading', message: 'One moment…' },
  unreachable: { id: 'lectern.account.unreachable', message: 'Couldn’t reach the server.' },
  retry: { id: 'lectern.account.retry', message: 'Try again' },
  off: {
    id: 'lectern.account.off',
    message: 'This site has no accounts. Everything in the book can be read and asked without one.',
  },
  needsScripts: {
    id: 'lectern.account.needsScripts',
    message: 'This page needs JavaScript. The book can be read without it.',
  },
} as const satisfies Record<string, Message>;

/** Title and lead of each page. */
export const ACCOUNT_PAGE_WORDS: Readonly<Record<AccountPageName, { title: Message; lead: Message }>> = {
  'sign-in': { title: ACCOUNT_PAGE_MESSAGES.signInTitle, lead: ACCOUNT_PAGE_MESSAGES.signInLead },
  'sign-up': { title: ACCOUNT_PAGE_MESSAGES.signUpTitle, lead: ACCOUNT_PAGE_MESSAGES.signUpLead },
  verify: { title: ACCOUNT_PAGE_MESSAGES.verifyTitle, lead: ACCOUNT_PAGE_MESSAGES.verifyLead },
  forgot: { title: ACCOUNT_PAGE_MESSAGES.forgotTitle, lead: ACCOUNT_PAGE_MESSAGES.forgotLead },
  reset: { title: ACCOUNT_PAGE_MESSAGES.resetTitle, lead: ACCOUNT_PAGE_MESSAGES.resetLead },
  profile: { title: ACCOUNT_PAGE_MESSAGES.profileTitle, lead: ACCOUNT_PAGE_MESSAGES.profileLead },
  sessions: { title: ACCOUNT_PAGE_MESSAGES.sessionsTitle, lead: ACCOUNT_PAGE_MESSAGES.sessionsLead },
  data: { title: ACCOUNT_PAGE_MESSAGES.dataTitle, lead: ACCOUNT_PAGE_MESSAGES.dataLead },
  privacy: { title: ACCOUNT_PAGE_MESSAGES.privacyTitle, lead: ACCOUNT_PAGE_MESSAGES.privacyLead },
};
