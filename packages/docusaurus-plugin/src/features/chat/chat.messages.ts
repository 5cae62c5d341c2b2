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
  unsupported: { id: 'lectern.chat.unsupported', message: 'No passage supports this sentence' },

  sources: { id: 'lectern.chat.sources', message: 'Sources' },
  originalPassage: { id: 'lectern.chat.originalPassage', message: '{language} passage' },
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
    message: 'Quoted today: the service that writes answers did not respond. Ask again later for a written answer.',
  },
  noticeBudgetSpent: {
    id: 'lectern.chat.noticeBudgetSpent',
    message: 'Quoted today: the budget for written answers is used up. Quotes stay free.',
  },
  noticeLowConfidence: {
    id: 'lectern.chat.noticeLowConfidence',
    message: 'The book touches on this only lightly. The sections below say what there is.',
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
  failedInsecure: {
    id: 'lectern.chat.failedInsecure',
    message:
      'Many questions in a short time. The check that lets more through needs https, and this page came over plain http. Your question is kept: ask again in a minute, or switch “Quotes only” on.',
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
  privacyHere: { id: 'lectern.chat.privacyHere', message: 'Questions stay on this site.' },
  deleteConversation: { id: 'lectern.chat.deleteConversation', message: 'Delete conversation' },
  deleteFailed: { id: 'lectern.chat.deleteFailed', message: 'Couldn’t delete. Try again.' },

  unsupportedSummary: {
    id: 'lectern.chat.unsupportedSummary',
    message:
      'No passage supports {count} sentence of this answer; it has a dotted line.|No passage supports {count} sentences of this answer; they have a dotted line.',
  },
  writtenBy: { id: 'lectern.chat.writtenBy', message: 'Written by {model} at {provider} from the passages below.' },
  contextSent: {
    id: 'lectern.chat.contextSent',
    message: 'What was sent ({count} passage)|What was sent ({count} passages)',
  },
  contextRead: {
    id: 'lectern.chat.contextRead',
    message: 'What was looked at ({count} passage)|What was looked at ({count} passages)',
  },
  reconnecting: { id: 'lectern.chat.reconnecting', message: 'The connection was lost. The answer is taken up again…' },
  checking: {
    id: 'lectern.chat.checking',
    message: 'Checking… This browser does a little work so that programs can’t use up the answers.',
  },
  noticeProviderBrokeOff: {
    id: 'lectern.chat.noticeProviderBrokeOff',
    message:
      'The service that writes answers broke off, so the book is quoted instead. Ask again for a written answer.',
  },
  noticeTakenBack: {
    id: 'lectern.chat.noticeTakenBack',
    message: 'The written answer was taken back, because no passage supported it. These are the book’s own words.',
  },
  noticeBudgetSpentUntil: {
    id: 'lectern.chat.noticeBudgetSpentUntil',
    message: 'Quoted today: the budget for written answers is used up. It renews on {time}; quotes stay free.',
  },
  noticeQuotesOnly: {
    id: 'lectern.chat.noticeQuotesOnly',
    message: 'Quoted, as you chose. For a written answer, switch “Quotes only” off.',
  },
  endedLength: {
    id: 'lectern.chat.endedLength',
    message: 'The answer reached its longest length and ends here. Ask for what is missing.',
  },
  endedAbandoned: {
    id: 'lectern.chat.endedAbandoned',
    message: 'This answer ended because nobody was reading it. Ask again to have it whole.',
  },
  failedLost: {
    id: 'lectern.chat.failedLost',
    message: 'The server was restarted while it answered. Your question is kept.',
  },
  providerNoticeLabel: { id: 'lectern.chat.providerNoticeLabel', message: 'Where your question goes' },
  providerNotice: {
    id: 'lectern.chat.providerNotice',
    message: 'Your questions, with passages of this book, go to {provider}: its model {model} writes the answers.',
  },
  unnamedProvider: { id: 'lectern.chat.unnamedProvider', message: 'a server of this site’s choice' },
  embedderNotice: {
    id: 'lectern.chat.embedderNotice',
    message: 'To find passages, your questions go to {provider}.',
  },
  quotesOnly: { id: 'lectern.chat.quotesOnly', message: 'Quotes only' },
  quotesOnlyHint: {
    id: 'lectern.chat.quotesOnlyHint',
    message: 'With “Quotes only” switched on, answers are quotes and nothing leaves this site.',
  },
  answersLeft: {
    id: 'lectern.chat.answersLeft',
    message: '{count} written answer left today.|{count} written answers left today.',
  },
  noneLeftUntil: { id: 'lectern.chat.noneLeftUntil', message: 'No written answers left; they renew on {time}.' },
  byWriter: { id: 'lectern.chat.byWriter', message: 'Written from the book by {provider}; questions go there.' },
  edit: { id: 'lectern.chat.edit', message: 'Edit the question' },
  editLabel: { id: 'lectern.chat.editLabel', message: 'Your question, to be changed' },
  cancel: { id: 'lectern.chat.cancel', message: 'Cancel' },
  branches: { id: 'lectern.chat.branches', message: 'Versions of this question and its answer' },
  branchOf: { id: 'lectern.chat.branchOf', message: 'Version {number} of {count}' },
  previousBranch: { id: 'lectern.chat.previousBranch', message: 'Previous version' },
  nextBranch: { id: 'lectern.chat.nextBranch', message: 'Next version' },
  whatGood: { id: 'lectern.chat.whatGood', message: 'What was good?' },
  reasonHelpful: { id: 'lectern.chat.reasonHelpful', message: 'It helped' },
  reasonClear: { id: 'lectern.chat.reasonClear', message: 'Easy to follow' },
  reasonUnsupported: { id: 'lectern.chat.reasonUnsupported', message: 'Not in the book' },
  reasonIncomplete: { id: 'lectern.chat.reasonIncomplete', message: 'Something is missing' },
  feedbackNote: { id: 'lectern.chat.feedbackNote', message: 'In your own words (optional)' },
  feedbackSend: { id: 'lectern.chat.feedbackSend', message: 'Send' },
  feedbackSkip: { id: 'lectern.chat.feedbackSkip', message: 'Not now' },
  conversations: { id: 'lectern.chat.conversations', message: 'Your conversations' },
  back: { id: 'lectern.chat.back', message: 'Back' },
  listLoading: { id: 'lectern.chat.listLoading', message: 'Loading…' },
  listEmpty: { id: 'lectern.chat.listEmpty', message: 'No conversations yet.' },
  listFailed: { id: 'lectern.chat.listFailed', message: 'Couldn’t load your conversations.' },
  loadMore: { id: 'lectern.chat.loadMore', message: 'Show more' },
  tryAgain: { id: 'lectern.chat.tryAgain', message: 'Try again' },
  rename: { id: 'lectern.chat.rename', message: 'Rename' },
  renameLabel: { id: 'lectern.chat.renameLabel', message: 'Name of the conversation' },
  save: { id: 'lectern.chat.save', message: 'Save' },
  exportMarkdown: { id: 'lectern.chat.exportMarkdown', message: 'Save as Markdown' },
  confirmDelete: { id: 'lectern.chat.confirmDelete', message: 'Delete this conversation for good?' },
  delete: { id: 'lectern.chat.delete', message: 'Delete' },
  keep: { id: 'lectern.chat.keep', message: 'Keep' },
  changeFailed: { id: 'lectern.chat.changeFailed', message: 'That didn’t work. Try again.' },
  shortcuts: { id: 'lectern.chat.shortcuts', message: 'Keyboard shortcuts' },
} as const satisfies Record<string, Message>;
