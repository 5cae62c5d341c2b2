/** The words of the Ask panel. Notes for translators stand in locales/base.json under the same keys. */
import type { Message } from '../../client/messages.ts';

/** Words of the panel, by what they are for. */
export const CHAT_MESSAGES = {
  title: { id: 'lectern.chat.title', message: 'Ask the book' },
  close: { id: 'lectern.chat.close', message: 'Close' },
  newConversation: { id: 'lectern.chat.newConversation', message: 'New conversation' },
  conversation: { id: 'lectern.chat.conversation', message: 'Questions and answers' },

  howItWorks: {
    id: 'lectern.chat.howItWorks',
    message: 'Answers are made from this book alone. Each one shows where it stands.',
  },
  tryThese: { id: 'lectern.chat.tryThese', message: 'Questions this chapter answers' },
  headingQuestion: { id: 'lectern.chat.headingQuestion', message: 'What does the book say about “{heading}”?' },

  inputLabel: { id: 'lectern.chat.inputLabel', message: 'Your question' },
  inputPlaceholder: { id: 'lectern.chat.inputPlaceholder', message: 'Ask a question' },
  send: { id: 'lectern.chat.send', message: 'Ask' },
  stop: { id: 'lectern.chat.stop', message: 'Stop' },
  tooLong: { id: 'lectern.chat.tooLong', message: '{count} character too many|{count} characters too many' },

  scopeLabel: { id: 'lectern.chat.scopeLabel', message: 'Where to look' },
  scopeBook: { id: 'lectern.chat.scopeBook', message: 'Whole book' },
  scopeModule: { id: 'lectern.chat.scopeModule', message: 'Module: {title}' },
  scopeChapter: { id: 'lectern.chat.scopeChapter', message: 'Chapter: {title}' },
  scopeSection: { id: 'lectern.chat.scopeSection', message: 'Section: {title}' },
  scopeSelection: { id: 'lectern.chat.scopeSelection', message: 'Selected passage' },
  selectedPassage: { id: 'lectern.chat.selectedPassage', message: 'Selected passage' },
  removeSelection: { id: 'lectern.chat.removeSelection', message: 'Remove the passage' },
  onlySelection: { id: 'lectern.chat.onlySelection', message: 'Only this selection' },

  looking: { id: 'lectern.chat.looking', message: 'Looking in the book…' },
  lookingInSections: {
    id: 'lectern.chat.lookingInSections',
    message: 'Looking in {count} section…|Looking in {count} sections…',
  },
  answerReady: { id: 'lectern.chat.answerReady', message: 'The answer is complete.' },
  stopped: { id: 'lectern.chat.stopped', message: 'Stopped. What came before stays.' },
  notCovered: { id: 'lectern.chat.notCovered', message: 'The book does not cover this.' },
  nearest: { id: 'lectern.chat.nearest', message: 'Nearest sections' },
  tellAuthor: { id: 'lectern.chat.tellAuthor', message: 'Tell the author that this is missing' },
  toldAuthor: { id: 'lectern.chat.toldAuthor', message: 'Noted for the author. Thank you.' },
  unsupported: { id: 'lectern.chat.unsupported', message: 'The book does not say this' },

  sources: { id: 'lectern.chat.sources', message: 'Sources' },
  sourceLink: { id: 'lectern.chat.sourceLink', message: 'Source {number}: {place}' },
  nextQuestions: { id: 'lectern.chat.nextQuestions', message: 'Ask next' },

  copy: { id: 'lectern.chat.copy', message: 'Copy' },
  copied: { id: 'lectern.chat.copied', message: 'Copied' },
  copyFailed: { id: 'lectern.chat.copyFailed', message: 'Couldn’t copy' },
  retry: { id: 'lectern.chat.retry', message: 'Ask again' },
  helpful: { id: 'lectern.chat.helpful', message: 'Helpful' },
  notHelpful: { id: 'lectern.chat.notHelpful', message: 'Not helpful' },
  whyNot: { id: 'lectern.chat.whyNot', message: 'What was wrong?' },
  reasonWrong: { id: 'lectern.chat.reasonWrong', message: 'Not right' },
  reasonOffTopic: { id: 'lectern.chat.reasonOffTopic', message: 'Not what I asked' },
  reasonUnclear: { id: 'lectern.chat.reasonUnclear', message: 'Hard to follow' },
  thanks: { id: 'lectern.chat.thanks', message: 'Thank you. The author will see it.' },
  ratingFailed: { id: 'lectern.chat.ratingFailed', message: 'Couldn’t send it. Try again later.' },

  noticeProviderFailed: {
    id: 'lectern.chat.noticeProviderFailed',
    message: 'Quoted today: the service that writes answers did not respond.',
  },
  noticeBudgetSpent: {
    id: 'lectern.chat.noticeBudgetSpent',
    message: 'Quoted today: the budget for written answers is used up.',
  },
  noticeLowConfidence: {
    id: 'lectern.chat.noticeLowConfidence',
    message: 'The book touches on this only lightly.',
  },
  noticeLocaleFallback: {
    id: 'lectern.chat.noticeLocaleFallback',
    message: 'Quoted from another language edition: this one has no such passage yet.',
  },

  failedOffline: {
    id: 'lectern.chat.failedOffline',
    message: 'Couldn’t reach the server. Your question is kept.',
  },
  failedMidway: { id: 'lectern.chat.failedMidway', message: 'The connection broke off. Your question is kept.' },
  failedLimit: {
    id: 'lectern.chat.failedLimit',
    message: 'Many questions in a short time. Your question is kept; ask again in a moment.',
  },
  failedLimitSeconds: {
    id: 'lectern.chat.failedLimitSeconds',
    message:
      'Many questions in a short time. Your question is kept; ask again in {count} second.|Many questions in a short time. Your question is kept; ask again in {count} seconds.',
  },
  failedChanged: {
    id: 'lectern.chat.failedChanged',
    message: 'This chapter has a newer version. Reload the page, then ask again.',
  },
  failedSelection: {
    id: 'lectern.chat.failedSelection',
    message: 'The selected passage was not found in the chapter. Select it again, or ask about the whole section.',
  },
  failedError: { id: 'lectern.chat.failedError', message: 'The server couldn’t answer. Your question is kept.' },
  requestId: { id: 'lectern.chat.requestId', message: 'Report number {id}' },
  reload: { id: 'lectern.chat.reload', message: 'Reload the page' },

  byQuotes: { id: 'lectern.chat.byQuotes', message: 'Quoted from the book.' },
  byModel: { id: 'lectern.chat.byModel', message: 'Written from the book by a language model, checked line by line.' },
  privacyHere: { id: 'lectern.chat.privacyHere', message: 'Questions stay on this site.' },
  privacyService: {
    id: 'lectern.chat.privacyService',
    message: 'Questions go to this site and the service that writes answers.',
  },
  deleteConversation: { id: 'lectern.chat.deleteConversation', message: 'Delete conversation' },
  deleteFailed: { id: 'lectern.chat.deleteFailed', message: 'Couldn’t delete. Try again.' },
} as const satisfies Record<string, Message>;
