/** A conversation as a Markdown file. Pure. */
import type { ChatMessage, ChatSessionDetail, Citation, Scope } from '@lectern/contracts';
import { NotFoundError } from '../../../config/app-error.ts';
import { escapePlainText, neutralizeAnswer } from './chat-export-markdown.ts';
import { exportFileName } from './chat-export-name.ts';

/** Longest question that is shown as a heading; a longer one is a paragraph below its beginning. */
const MAX_HEADING_CHARS = 120;

/** What is exported, and how. */
export interface ExportRequest {
  readonly session: ChatSessionDetail;
  /** Message that the branch ends with; left out: the last message. */
  readonly leafId?: string | undefined;
  /** Origin of the book's pages: citations become whole addresses. */
  readonly publicUrl: string;
}

/** A file to be downloaded. */
export interface ExportedConversation {
  /** May hold any script; see {@link exportDisposition} for the header. */
  readonly fileName: string;
  readonly text: string;
}

/**
 * Writes one branch of a conversation as Markdown that is safe in any viewer: no markup of a reader's or a model's making
 * but emphasis, lists, quotes and code, and no links but those to the book.
 * @throws MESSAGE_NOT_FOUND when the leaf is not of this conversation
 */
export const exportConversation = ({ session, leafId, publicUrl }: ExportRequest): ExportedConversation => {
  const blocks = [`# ${escapePlainText(session.title)}`, `*${dateOf(session.createdAt)}*`];
  for (const message of branchOf(session.messages, leafId)) {
    blocks.push(...(message.role === 'user' ? questionBlocks(message) : answerBlocks(message, publicUrl)));
  }
  return { fileName: exportFileName(session.title, session.createdAt), text: `${blocks.join('\n\n')}\n` };
};

/** The messages from the root to a leaf. */
const branchOf = (messages: readonly ChatMessage[], leafId: string | undefined): ChatMessage[] => {
  const known = new Map(messages.map((message) => [message.id, message]));
  let message = leafId === undefined ? messages.at(-1) : known.get(leafId);
  if (!message && leafId !== undefined) throw new NotFoundError('MESSAGE_NOT_FOUND');
  const branch: ChatMessage[] = [];
  while (message) {
    branch.unshift(message);
    // Taken out, so that no circle can hold the walk.
    known.delete(message.id);
    message = known.get(message.parentMessageId ?? '');
  }
  return branch;
};

const questionBlocks = ({ text, createdAt, scope }: ChatMessage): string[] => {
  const asked = `*${timeOf(createdAt)}${scope ? scopeNote(scope) : ''}*`;
  const selected = scope?.type === 'selection' ? [quoted(scope.text)] : [];
  if (text.length <= MAX_HEADING_CHARS) return [`## ${escapePlainText(text)}`, asked, ...selected];
  const beginning = `${text.slice(0, MAX_HEADING_CHARS - 1).toWellFormed()}…`;
  return [`## ${escapePlainText(beginning)}`, asked, ...selected, escapePlainText(text)];
};

const scopeNote = (scope: Scope): string => {
  switch (scope.type) {
    case 'book':
      return '';
    case 'selection':
      return ` · about a selection in ${escapePlainText(scope.chapterId)}`;
    default:
      return ` · about the ${scope.type} ${escapePlainText(scope.id)}`;
  }
};

const answerBlocks = (message: ChatMessage, publicUrl: string): string[] => {
  const addresses = new Map(message.citations.map(({ marker, url }) => [marker, addressOf(url, publicUrl)]));
  const blocks = [neutralizeAnswer(message.text, addresses)];
  const { writer } = message;
  if (writer) blocks.push(`*Written by ${escapePlainText(writer.model)} (${escapePlainText(writer.provider)}).*`);
  if (message.finishReason === 'stopped' || message.finishReason === 'abandoned') {
    blocks.push('*The answer was stopped here.*');
  }
  const unsupported = (message.unsupported ?? []).map(({ start, end }) => message.text.slice(start, end).trim());
  if (unsupported.length > 0) {
    blocks.push('**No passage of the book supports:**', unsupported.map(quoted).join('\n\n'));
  }
  if (message.citations.length > 0) {
    blocks.push('**Sources**', message.citations.map((citation) => sourceItem(citation, publicUrl)).join('\n'));
  }
  return blocks.filter((block) => block !== '');
};

const sourceItem = ({ marker, headingPath, url, quote }: Citation, publicUrl: string): string => {
  const name = headingPath.map(escapePlainText).join(' › ');
  // Four columns: the quote stays inside of its item, whatever the number's length.
  const body = quoted(quote).replace(/^/gm, '    ');
  return `${marker}. [${name}](${addressOf(url, publicUrl)})\n\n${body}\n`;
};

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${escapePlainText(line)}`.trimEnd())
    .join('\n');

/** URL encodes blanks and angle brackets; round ones would end a Markdown link. */
const addressOf = (url: string, publicUrl: string): string =>
  (URL.parse(url, publicUrl)?.href ?? publicUrl).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));

const dateOf = (moment: string): string => moment.slice(0, 10);
const timeOf = (moment: string): string => `${moment.slice(0, 16).replace('T', ' ')} UTC`;
