/** The words of the account's own pages: profile, sign-in, sessions. */
import type { Message } from '../../client/messages.ts';

/** Words of these pages, by what they are for. */
export const ACCOUNT_ME_MESSAGES = {
  background: { id: 'lectern.account.background', message: 'Background' },
  backgroundLead: {
    id: 'lectern.account.backgroundLead',
    message: 'None of it has to be told. Each answer says what it changes in the book.',
  },
  backgroundFailed: {
    id: 'lectern.account.backgroundFailed',
    message: 'Couldn’t load your background.',
  },
  save: { id: 'lectern.account.save', message: 'Save' },
  saved: { id: 'lectern.account.saved', message: 'Saved.' },

  person: { id: 'lectern.account.person', message: 'Name and address' },
  saveName: { id: 'lectern.account.saveName', message: 'Change the name' },
  nameSaved: { id: 'lectern.account.nameSaved', message: 'Your name is changed.' },
  saveEmail: { id: 'lectern.account.saveEmail', message: 'Change the address' },
  emailNow: { id: 'lectern.account.emailNow', message: 'At present: {email}' },
  emailAsked: {
    id: 'lectern.account.emailAsked',
    message:
      'We sent a link to your present address. The change counts after it, and a second link at the new address, have been opened.',
  },

  signInWays: { id: 'lectern.account.signInWays', message: 'How you sign in' },
  savePassword: { id: 'lectern.account.savePassword', message: 'Change the password' },
  passwordSaved: {
    id: 'lectern.account.passwordSaved',
    message: 'Your password is changed. All other sessions have ended.',
  },
  noPassword: {
    id: 'lectern.account.noPassword',
    message: 'This account has no password. To set one, ask for a link to your address.',
  },
  askForPassword: { id: 'lectern.account.askForPassword', message: 'Send me the link' },

  passkeys: { id: 'lectern.account.passkeys', message: 'Passkeys' },
  passkeysLead: {
    id: 'lectern.account.passkeysLead',
    message:
      'Sign in with this device’s lock or a security key instead of a password. A passkey can’t be guessed, and no false page can get hold of it.',
  },
  passkeyName: { id: 'lectern.account.passkeyName', message: 'Name of the passkey' },
  passkeyNameHint: { id: 'lectern.account.passkeyNameHint', message: 'So that you know it again, e.g. the device.' },
  passkeyNameMissing: { id: 'lectern.account.passkeyNameMissing', message: 'Give the passkey a name.' },
  addPasskey: { id: 'lectern.account.addPasskey', message: 'Add a passkey' },
  passkeyAdded: { id: 'lectern.account.passkeyAdded', message: 'The passkey is added.' },
  passkeyCancelled: { id: 'lectern.account.passkeyCancelled', message: 'No passkey was added.' },
  passkeyUnnamed: { id: 'lectern.account.passkeyUnnamed', message: 'Passkey without a name' },
  passkeySince: { id: 'lectern.account.passkeySince', message: 'since {date}' },
  rename: { id: 'lectern.account.rename', message: 'Rename' },
  renameLabel: { id: 'lectern.account.renameLabel', message: 'Rename “{name}”' },
  remove: { id: 'lectern.account.remove', message: 'Remove' },
  removeLabel: { id: 'lectern.account.removeLabel', message: 'Remove “{name}”' },
  cancel: { id: 'lectern.account.cancel', message: 'Cancel' },

  services: { id: 'lectern.account.services', message: 'Connected accounts' },
  servicesLead: {
    id: 'lectern.account.servicesLead',
    message: 'They tell this site your name and address, nothing else, and only when you sign in.',
  },
  connect: { id: 'lectern.account.connect', message: 'Connect {service}' },
  connected: { id: 'lectern.account.connected', message: 'Connected' },
  disconnect: { id: 'lectern.account.disconnect', message: 'Disconnect' },
  disconnectLabel: { id: 'lectern.account.disconnectLabel', message: 'Disconnect {service}' },
  lastWay: {
    id: 'lectern.account.lastWay',
    message: 'This is the only way in: set a password first, then take it away.',
  },

  thisSession: { id: 'lectern.account.thisSession', message: 'This session' },
  unknownBrowser: { id: 'lectern.account.unknownBrowser', message: 'A program that gave no name' },
  browserOn: { id: 'lectern.account.browserOn', message: '{browser} on {system}' },
  began: { id: 'lectern.account.began', message: 'Signed in {date}' },
  ends: { id: 'lectern.account.ends', message: 'ends by itself {date}' },
  endSession: { id: 'lectern.account.endSession', message: 'End' },
  endSessionLabel: { id: 'lectern.account.endSessionLabel', message: 'End the session: {name}' },
  endOthers: { id: 'lectern.account.endOthers', message: 'End all other sessions' },
  sessionsEnded: {
    id: 'lectern.account.sessionsEnded',
    message: 'The session has ended.|The sessions have ended.',
  },
  onlySession: { id: 'lectern.account.onlySession', message: 'You are signed in nowhere else.' },

  conversations: { id: 'lectern.account.conversations', message: '{count} conversation|{count} conversations' },
  notes: { id: 'lectern.account.notes', message: '{count} note|{count} notes' },
  bookmarks: { id: 'lectern.account.bookmarks', message: '{count} bookmark|{count} bookmarks' },
} as const satisfies Record<string, Message>;
