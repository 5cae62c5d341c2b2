/** The words of signing in and up, confirming, and setting a new password. */
import type { Message } from '../../client/messages.ts';

/** Words of these pages, by what they are for. */
export const ACCOUNT_STEP_MESSAGES = {
  step: { id: 'lectern.account.step', message: 'Step {number} of {total}' },
  stepSkills: { id: 'lectern.account.stepSkills', message: 'What do you bring along?' },
  stepMeans: { id: 'lectern.account.stepMeans', message: 'What do you have, and what do you want?' },
  skippable: {
    id: 'lectern.account.skippable',
    message: 'Leave out what you like. You can change all of it later in your profile.',
  },
  next: { id: 'lectern.account.next', message: 'Keep and go on' },
  finish: { id: 'lectern.account.finish', message: 'Keep and finish' },
  skip: { id: 'lectern.account.skip', message: 'Skip this' },

  sent: { id: 'lectern.account.sent', message: 'We sent a link to {email}' },
  sentHow: {
    id: 'lectern.account.sentHow',
    message: 'Open it within a day to confirm the address, then sign in. Until then the account waits.',
  },
  sentNothing: {
    id: 'lectern.account.sentNothing',
    message:
      'Nothing there? Look among unwanted mail, or send it again. If the address has an account already, the mail says so.',
  },
  sendAgain: { id: 'lectern.account.sendAgain', message: 'Send it again' },
  sentAgain: { id: 'lectern.account.sentAgain', message: 'Sent again.' },
  mailDelayed: {
    id: 'lectern.account.mailDelayed',
    message:
      'The mail server does not answer at the moment. The account is made; the mail is kept and goes out as soon as it can.',
  },
  mailDelayedReset: {
    id: 'lectern.account.mailDelayedReset',
    message: 'The mail server does not answer at the moment. The mail is kept and goes out as soon as it can.',
  },
  mailUnavailable: {
    id: 'lectern.account.mailUnavailable',
    message: 'This server can send no mails, so nothing is on its way. Ask whoever runs the site.',
  },
  developmentLink: {
    id: 'lectern.account.developmentLink',
    message: 'No mail server is set up here (development). This is the link of the mail:',
  },
  openLink: { id: 'lectern.account.openLink', message: 'Open the link' },

  confirmed: { id: 'lectern.account.confirmed', message: 'Your address is confirmed. Sign in to begin.' },
  confirmedSignedIn: { id: 'lectern.account.confirmedSignedIn', message: 'Your address is confirmed.' },
  confirmFailed: {
    id: 'lectern.account.confirmFailed',
    message:
      'This link has ended, or was used already. Try to sign in: if the address is not confirmed yet, you get a new link.',
  },
  confirmWaiting: {
    id: 'lectern.account.confirmWaiting',
    message: 'Open the link in the mail that we sent you. It leads back here.',
  },
  emailStep: {
    id: 'lectern.account.emailStep',
    message:
      'Thank you. If this link came to your present address, a second one is now on its way to the new one; the change counts when you have opened it too.',
  },

  resetSent: {
    id: 'lectern.account.resetSent',
    message: 'If {email} has an account, a link is on its way. It works for an hour.',
  },
  resetDone: { id: 'lectern.account.resetDone', message: 'Your new password is set. Sign in with it.' },
  resetNoToken: {
    id: 'lectern.account.resetNoToken',
    message: 'This link has ended, was used already, or lost a part on its way.',
  },
  resetAskAgain: { id: 'lectern.account.resetAskAgain', message: 'Ask for a new link' },

  signedIn: { id: 'lectern.account.signedIn', message: 'You are signed in as {name}.' },
  cameAlong: { id: 'lectern.account.cameAlong', message: 'Your {things} came along.' },
  goOn: { id: 'lectern.account.goOn', message: 'Go on reading' },
} as const satisfies Record<string, Message>;
