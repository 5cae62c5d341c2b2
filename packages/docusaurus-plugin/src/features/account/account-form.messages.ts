/** The words of the forms: labels, hints, what is wrong. */
import type { Message } from '../../client/messages.ts';

/** Words of the forms, by what they are for. */
export const ACCOUNT_FORM_MESSAGES = {
  name: { id: 'lectern.account.name', message: 'Name' },
  nameHint: { id: 'lectern.account.nameHint', message: 'How the book calls you. It needn’t be your full name.' },
  email: { id: 'lectern.account.email', message: 'E-mail address' },
  newEmail: { id: 'lectern.account.newEmail', message: 'New e-mail address' },
  password: { id: 'lectern.account.password', message: 'Password' },
  currentPassword: { id: 'lectern.account.currentPassword', message: 'Present password' },
  newPassword: { id: 'lectern.account.newPassword', message: 'New password' },
  showPassword: { id: 'lectern.account.showPassword', message: 'Show password' },
  show: { id: 'lectern.account.show', message: 'Show' },
  hide: { id: 'lectern.account.hide', message: 'Hide' },
  passwordHint: {
    id: 'lectern.account.passwordHint',
    message: '10 characters or more. A short sentence is easy to keep and hard to guess.',
  },
  passwordMore: {
    id: 'lectern.account.passwordMore',
    message: '{count} more character|{count} more characters',
  },
  passwordEnough: { id: 'lectern.account.passwordEnough', message: 'Long enough. Longer is stronger.' },
  passwordLong: { id: 'lectern.account.passwordLong', message: 'Long, and therefore strong.' },
  rememberMe: { id: 'lectern.account.rememberMe', message: 'Stay signed in on this device' },

  signIn: { id: 'lectern.account.doSignIn', message: 'Sign in' },
  signUp: { id: 'lectern.account.doSignUp', message: 'Make the account' },
  working: { id: 'lectern.account.working', message: 'One moment…' },
  checking: { id: 'lectern.account.checking', message: 'Checking…' },
  forgot: { id: 'lectern.account.forgotLink', message: 'Forgot your password?' },
  noAccount: { id: 'lectern.account.noAccount', message: 'No account yet?' },
  makeOne: { id: 'lectern.account.makeOne', message: 'Make one' },
  haveAccount: { id: 'lectern.account.haveAccount', message: 'Have an account?' },
  or: { id: 'lectern.account.or', message: 'or' },
  withPasskey: { id: 'lectern.account.withPasskey', message: 'Use a passkey' },
  passkeyUnknown: { id: 'lectern.account.passkeyUnknown', message: 'This passkey opens no account here.' },
  passkeyNotVerified: {
    id: 'lectern.account.passkeyNotVerified',
    message: 'Your device did not check that it is you. Use its PIN, fingerprint or face, then try again.',
  },
  withService: { id: 'lectern.account.withService', message: 'Continue with {service}' },
  serviceFailed: {
    id: 'lectern.account.serviceFailed',
    message: 'Signing in over there did not work out. Nothing was changed here.',
  },
  noSignUp: {
    id: 'lectern.account.noSignUp',
    message: 'New accounts can’t be made here at present: this server can send no mail to confirm an address.',
  },
  sendLink: { id: 'lectern.account.sendLink', message: 'Send the link' },
  setPassword: { id: 'lectern.account.setPassword', message: 'Set the password' },
  backToSignIn: { id: 'lectern.account.backToSignIn', message: 'Back to sign in' },

  wrongOne: { id: 'lectern.account.wrongOne', message: 'Have another look at this' },
  nameMissing: { id: 'lectern.account.nameMissing', message: 'Enter a name.' },
  nameLong: { id: 'lectern.account.nameLong', message: 'Use a name of at most 100 characters.' },
  nameWrong: { id: 'lectern.account.nameWrong', message: 'Use a name in one line of letters, digits and signs.' },
  emailMissing: { id: 'lectern.account.emailMissing', message: 'Enter your e-mail address.' },
  emailWrong: { id: 'lectern.account.emailWrong', message: 'Enter an address like ada@example.org.' },
  emailSame: { id: 'lectern.account.emailSame', message: 'That is your address already.' },
  passwordMissing: { id: 'lectern.account.passwordMissing', message: 'Enter your password.' },
  passwordShort: { id: 'lectern.account.passwordShort', message: 'Use 10 characters or more.' },
  passwordTooLong: { id: 'lectern.account.passwordTooLong', message: 'Use at most 128 characters.' },
  passwordWeak: {
    id: 'lectern.account.passwordWeak',
    message: 'Too easy to guess: it is much used, or like your name or address. Choose another.',
  },
  passwordWrong: { id: 'lectern.account.passwordWrong', message: 'That is not your password.' },
  signInWrong: {
    id: 'lectern.account.signInWrong',
    message: 'E-mail address and password don’t fit together. Check both, or set a new password.',
  },
  notVerified: {
    id: 'lectern.account.notVerified',
    message: 'This address isn’t confirmed yet. Open the link in the mail; we have just sent it again.',
  },
  linkEnded: {
    id: 'lectern.account.linkEnded',
    message: 'This link has ended, or was used already. Ask for a new one.',
  },
  tooMany: {
    id: 'lectern.account.tooMany',
    message: 'Too many tries. Try again in {count} minute.|Too many tries. Try again in {count} minutes.',
  },
  notFresh: {
    id: 'lectern.account.notFresh',
    message: 'For this you have to have signed in just now. Sign out, sign in again, and come back.',
  },
  sessionEnded: { id: 'lectern.account.sessionEnded', message: 'Your session has ended. Sign in again.' },
  network: {
    id: 'lectern.account.network',
    message: 'Couldn’t reach the server. What you entered is still here.',
  },
  insecure: {
    id: 'lectern.account.insecure',
    message: 'This needs a page that was loaded over https.',
  },
  failed: {
    id: 'lectern.account.failed',
    message: 'The server could not do it. What you entered is still here. If it happens again, name this number: {id}',
  },
} as const satisfies Record<string, Message>;
