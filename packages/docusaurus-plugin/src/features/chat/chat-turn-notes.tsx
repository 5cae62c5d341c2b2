/** The quiet lines under an answer: who wrote it, why it is not what it could be, what the book doesn't support. */
import type { ReactNode } from 'react';
import { pageLanguage, plural, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { allowanceStore } from './chat-allowance.store.ts';
import type { ChatTurn } from './chat-conversation.ts';

/** A weekday says enough of a day this near. */
const WEEK_MS = 6 * 24 * 3600 * 1000;

/** When there will be written answers again, as the reader's clock says it; '' where unknown. */
export function renewal(now = Date.now()): string {
  const resetsAt = allowanceStore.getSnapshot().allowance?.resetsAt;
  const date = new Date(resetsAt ?? '');
  if (Number.isNaN(date.getTime())) return '';
  const isNear = date.getTime() - now < WEEK_MS;
  return new Intl.DateTimeFormat(pageLanguage(), {
    weekday: 'long',
    ...(isNear ? {} : { day: 'numeric', month: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(date);
}

function budgetText(): string {
  const time = renewal();
  return time === '' ? t(CHAT_MESSAGES.noticeBudgetSpent) : t(CHAT_MESSAGES.noticeBudgetSpentUntil, { time });
}

/** Why an answer is not what it could be; '' where there is nothing to say. A quotation says itself when it is only the closest. */
export function noticeText(turn: Pick<ChatTurn, 'notice' | 'mode' | 'replaced' | 'quotesOnly'>): string {
  const { notice, mode, replaced, quotesOnly } = turn;
  switch (notice) {
    case 'provider_failed':
      return t(replaced ? CHAT_MESSAGES.noticeProviderBrokeOff : CHAT_MESSAGES.noticeProviderFailed);
    case 'budget_spent':
      return budgetText();
    case 'low_confidence':
      if (replaced) return t(CHAT_MESSAGES.noticeTakenBack);
      return mode === 'extractive' ? '' : t(CHAT_MESSAGES.noticeLowConfidence);
    case 'locale_fallback':
      return t(CHAT_MESSAGES.noticeLocaleFallback);
    default:
      return quotesOnly && mode === 'extractive' ? t(CHAT_MESSAGES.noticeQuotesOnly) : '';
  }
}

/** How an answer ended, where that needs a word; '' otherwise. */
export function endingText({ finishReason, status }: Pick<ChatTurn, 'finishReason' | 'status'>): string {
  if (finishReason === 'length') return t(CHAT_MESSAGES.endedLength);
  if (finishReason === 'abandoned') return t(CHAT_MESSAGES.endedAbandoned);
  return status === 'stopped' ? t(CHAT_MESSAGES.stopped) : '';
}

const PROVIDER_NAMES: Readonly<Record<string, string>> = { openai: 'OpenAI', anthropic: 'Anthropic', google: 'Google' };

/** A provider's name as readers know it; an operator's own name for an endpoint stays as it is. */
export function providerName(provider: string): string {
  // An endpoint that the operator gave no name: the word for its protocol says nothing to a reader.
  if (provider === 'compatible') return t(CHAT_MESSAGES.unnamedProvider);
  return Object.hasOwn(PROVIDER_NAMES, provider) ? (PROVIDER_NAMES[provider] ?? provider) : provider;
}

/** Who wrote an answer; '' for quotes. */
export function writerText({ writer, mode }: Pick<ChatTurn, 'writer' | 'mode'>): string {
  if (!writer || mode !== 'llm') return '';
  return t(CHAT_MESSAGES.writtenBy, { model: writer.model, provider: providerName(writer.provider) });
}

/** What keeps an answer that is under way; '' when nothing does. */
export function holdText({ hold }: Pick<ChatTurn, 'hold'>): string {
  if (hold === 'lost') return t(CHAT_MESSAGES.reconnecting);
  return hold === 'checking' ? t(CHAT_MESSAGES.checking) : '';
}

/** The lines under an answer that has ended. */
export function ChatTurnNotes({ turn }: { turn: ChatTurn }): ReactNode {
  const unsupported = turn.unsupported.length;
  const lines = [
    unsupported === 0 ? '' : plural(CHAT_MESSAGES.unsupportedSummary, unsupported),
    // Of an answer that broke off the reason is said already; there is nothing below that a notice could speak of.
    turn.failure ? '' : noticeText(turn),
    endingText(turn),
    turn.text === '' ? '' : writerText(turn),
  ].filter((line) => line !== '');
  return lines.map((line) => (
    <p key={line} className="lectern-quiet">
      {line}
    </p>
  ));
}
