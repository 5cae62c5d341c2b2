/** The words of the pages about the reader's data and about privacy. */
import type { Message } from '../../client/messages.ts';

/** Words of these pages, by what they are for. */
export const ACCOUNT_DATA_MESSAGES = {
  whose: {
    id: 'lectern.privacy.whose',
    message: 'You are not signed in: this is what is stored for this browser.',
  },
  nothingStored: {
    id: 'lectern.privacy.nothingStored',
    message: 'Nothing is stored of you: you are not signed in, and this browser has kept nothing here.',
  },
  takeAlong: { id: 'lectern.privacy.takeAlong', message: 'Take it along' },
  takeAlongLead: {
    id: 'lectern.privacy.takeAlongLead',
    message: 'One file in JSON with your profile, conversations, progress, bookmarks and notes.',
  },
  download: { id: 'lectern.privacy.download', message: 'Download everything' },
  downloaded: { id: 'lectern.privacy.downloaded', message: 'The file is in your downloads.' },
  downloadCut: {
    id: 'lectern.privacy.downloadCut',
    message: 'The download broke off before its end. Try again.',
  },
  erase: { id: 'lectern.privacy.erase', message: 'Delete everything' },
  eraseLead: {
    id: 'lectern.privacy.eraseLead',
    message:
      'Your account and all that belongs to it is deleted at once and for good. What remains is one line that an account was deleted, without your name.',
  },
  eraseAnonymousLead: {
    id: 'lectern.privacy.eraseAnonymousLead',
    message: 'Conversations, progress, bookmarks and notes of this browser are deleted at once and for good.',
  },
  eraseBegin: { id: 'lectern.privacy.eraseBegin', message: 'Delete everything…' },
  eraseSure: { id: 'lectern.privacy.eraseSure', message: 'Delete for good' },
  eraseKeep: { id: 'lectern.privacy.eraseKeep', message: 'Keep it' },
  eraseByMail: { id: 'lectern.privacy.eraseByMail', message: 'Confirm by mail instead' },
  eraseByMailLead: {
    id: 'lectern.privacy.eraseByMailLead',
    message: 'This account has no password: confirm by a link that we send you.',
  },
  eraseMail: { id: 'lectern.privacy.eraseMail', message: 'Send me the link' },
  eraseMailed: {
    id: 'lectern.privacy.eraseMailed',
    message: 'We sent a link to your address. It leads to a last question; until then all stays as it is.',
  },
  eraseLast: {
    id: 'lectern.privacy.eraseLast',
    message:
      'You came by the link of our mail. One click, and the account with all that belongs to it is gone for good.',
  },
  erased: { id: 'lectern.privacy.erased', message: 'Everything is deleted.' },
  toBook: { id: 'lectern.privacy.toBook', message: 'To the book' },

  kept: { id: 'lectern.privacy.kept', message: 'What is kept, and for how long' },
  keptWhat: { id: 'lectern.privacy.keptWhat', message: 'What' },
  keptHow: { id: 'lectern.privacy.keptHow', message: 'How long' },
  untilYou: { id: 'lectern.privacy.untilYou', message: 'until you delete it' },
  accountsKeep: { id: 'lectern.privacy.accountsKeep', message: '{days}; with an account, until you delete it' },
  notKept: { id: 'lectern.privacy.notKept', message: 'not at all' },
  days: { id: 'lectern.privacy.days', message: '{count} day|{count} days' },
  impersonal: { id: 'lectern.privacy.impersonal', message: 'does not tell who you are' },
  recipients: { id: 'lectern.privacy.recipients', message: 'Who else gets something' },
  nobodyElse: { id: 'lectern.privacy.nobodyElse', message: 'Nobody: nothing leaves this server.' },
  onThisServer: { id: 'lectern.privacy.onThisServer', message: 'runs here, nothing leaves the server’s own network' },
  gets: { id: 'lectern.privacy.gets', message: 'gets {things}' },
  cookies: { id: 'lectern.privacy.cookies', message: 'Cookies' },
  cookiesLead: {
    id: 'lectern.privacy.cookiesLead',
    message: 'Set by the first thing that is stored for you, read by this server alone, and by no script.',
  },
  cookieIdentity: { id: 'lectern.privacy.cookieIdentity', message: 'finds what this browser has stored' },
  cookieSession: { id: 'lectern.privacy.cookieSession', message: 'keeps you signed in' },
  thirdParties: {
    id: 'lectern.privacy.thirdParties',
    message: 'Pages load nothing from other hosts: no fonts, no counters, no advertising.',
  },
  incognito: {
    id: 'lectern.privacy.incognito',
    message: 'Questions can be asked without being stored; such a conversation is gone when you close it.',
  },

  conversations: { id: 'lectern.privacy.conversations', message: 'Your conversations' },
  questions: { id: 'lectern.privacy.questions', message: 'Questions, for the author, to see what the book lacks' },
  answerCache: { id: 'lectern.privacy.answerCache', message: 'Answers, to give them again to the same question' },
  profile: { id: 'lectern.privacy.profile', message: 'Your background' },
  learning: { id: 'lectern.privacy.learning', message: 'Progress, quiz answers, bookmarks and notes' },
  account: { id: 'lectern.privacy.account', message: 'Name, e-mail address, and a hash of the password' },
  unverifiedAccount: {
    id: 'lectern.privacy.unverifiedAccount',
    message: 'Accounts whose address was never confirmed',
  },
  session: { id: 'lectern.privacy.session', message: 'Sessions, with the browser’s name' },
  usage: { id: 'lectern.privacy.usage', message: 'What answers have cost' },
  metrics: { id: 'lectern.privacy.metrics', message: 'Counts and times of requests' },
  audit: { id: 'lectern.privacy.audit', message: 'What happened to accounts: kind and time' },
  mail: { id: 'lectern.privacy.mail', message: 'Mails that are on their way' },
  serverLog: { id: 'lectern.privacy.serverLog', message: 'The server’s log, without questions and addresses' },
  identityCookie: { id: 'lectern.privacy.identityCookie', message: 'The cookie of this browser' },
  other: { id: 'lectern.privacy.other', message: 'Other: {name}' },

  answers: { id: 'lectern.privacy.answers', message: 'Writing answers' },
  embeddings: { id: 'lectern.privacy.embeddings', message: 'Finding passages by meaning' },
  translation: { id: 'lectern.privacy.translation', message: 'Translating' },
  sendsMail: { id: 'lectern.privacy.sendsMail', message: 'Sending mails' },
  database: { id: 'lectern.privacy.database', message: 'Storing' },
  cache: { id: 'lectern.privacy.cache', message: 'Short-lived storing' },
  signIn: { id: 'lectern.privacy.signIn', message: 'Signing in' },

  getsQuestion: { id: 'lectern.privacy.getsQuestion', message: 'questions' },
  getsPassages: { id: 'lectern.privacy.getsPassages', message: 'passages of the book' },
  getsHistory: { id: 'lectern.privacy.getsHistory', message: 'what was said before' },
  getsProfile: { id: 'lectern.privacy.getsProfile', message: 'your background' },
  getsText: { id: 'lectern.privacy.getsText', message: 'text of the book' },
  getsAddress: { id: 'lectern.privacy.getsAddress', message: 'your e-mail address' },
  getsName: { id: 'lectern.privacy.getsName', message: 'your name' },
  getsStored: { id: 'lectern.privacy.getsStored', message: 'all that is stored here' },

  storage: {
    id: 'lectern.privacy.storage',
    message: 'What this browser keeps',
  },
  storageLead: {
    id: 'lectern.privacy.storageLead',
    message:
      'It lies on this device, and no other site can read it. It goes when you delete this site’s data in your browser.',
  },
  storageTab: {
    id: 'lectern.privacy.storageTab',
    message: 'until this tab is closed',
  },
  storesName: {
    id: 'lectern.privacy.storesName',
    message: 'Your name, for the top of each page, while you are signed in',
  },
  storesNoAccounts: {
    id: 'lectern.privacy.storesNoAccounts',
    message: 'That there are no accounts here, so that it is not asked again each time',
  },
  storesMoving: {
    id: 'lectern.privacy.storesMoving',
    message: 'What is to come along when you sign in',
  },
  storesAnswering: {
    id: 'lectern.privacy.storesAnswering',
    message: 'Which answer is being written, to find it again after a reload',
  },
  storesConversation: {
    id: 'lectern.privacy.storesConversation',
    message: 'The conversation that is open',
  },
  storesPanel: {
    id: 'lectern.privacy.storesPanel',
    message: 'Whether the panel is open, and the question that you have begun',
  },
  storesChoice: {
    id: 'lectern.privacy.storesChoice',
    message: 'Whether you want quotes only, and that you have read who gets your questions',
  },
  storesProgress: {
    id: 'lectern.privacy.storesProgress',
    message: 'What you have read, and where you are',
  },
  storesQuiz: {
    id: 'lectern.privacy.storesQuiz',
    message: 'Your answers in quizzes',
  },
  storesNoteColor: {
    id: 'lectern.privacy.storesNoteColor',
    message: 'The colour of your last highlight',
  },
  storesReviews: {
    id: 'lectern.privacy.storesReviews',
    message: 'How many questions are due for review',
  },
  storesShortcuts: {
    id: 'lectern.privacy.storesShortcuts',
    message: 'Whether keyboard shortcuts are on',
  },
  storesIdentity: {
    id: 'lectern.privacy.storesIdentity',
    message: 'What finds your things at the server, in place of a cookie',
  },
  storesLanguage: {
    id: 'lectern.privacy.storesLanguage',
    message: 'The language in which you read, and how its text looks',
  },
  storesLook: {
    id: 'lectern.privacy.storesLook',
    message: 'Light or dark, and which variant of an example you look at',
  },
} as const satisfies Record<string, Message>;
