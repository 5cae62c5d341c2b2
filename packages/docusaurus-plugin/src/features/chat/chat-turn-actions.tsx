/** What can be done with a finished answer: copy, ask again, rate. */
import { type ReactNode, useState } from 'react';
import type { Message } from '../../client/messages.ts';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { Icon } from './chat-icons.tsx';
import { parseAnswer, plainAnswer } from './chat-markdown.ts';
import { citationsByMarker, placeLabel } from './chat-places.ts';
import type { ChatTurn } from './chat-reducer.ts';

/** What the actions need. */
export interface ChatTurnActionsProps {
  readonly turn: ChatTurn;
  readonly onRetry: () => void;
  readonly onRate: (rating: 'up' | 'down', tags?: readonly string[]) => Promise<void>;
}

const REASONS: readonly { tag: string; message: Message }[] = [
  { tag: 'wrong', message: CHAT_MESSAGES.reasonWrong },
  { tag: 'off_topic', message: CHAT_MESSAGES.reasonOffTopic },
  { tag: 'unclear', message: CHAT_MESSAGES.reasonUnclear },
];

/** The answer for the clipboard: its text, and where each number points. */
export function answerForClipboard(turn: Pick<ChatTurn, 'text' | 'citations'>, base: string): string {
  const byMarker = citationsByMarker(turn.citations);
  const text = plainAnswer(turn.text, parseAnswer(turn.text, new Set(byMarker.keys())), true);
  const sources = turn.citations.map(
    (citation) => `[${citation.marker}] ${placeLabel(citation)}: ${new URL(citation.url, base).href}`,
  );
  return [text, ...sources].join('\n').trim();
}

function CopyButton({ turn }: { turn: ChatTurn }): ReactNode {
  const [state, setState] = useState<'copy' | 'copied' | 'copyFailed'>('copy');
  const copy = () =>
    // Without a secure context there is no clipboard: `navigator.clipboard` is undefined on plain http.
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(answerForClipboard(turn, window.location.href)))
      .then(
        () => setState('copied'),
        () => setState('copyFailed'),
      );
  return (
    <button type="button" className="lectern-action" onClick={() => void copy()} onBlur={() => setState('copy')}>
      <Icon name="copy" />
      <span aria-live="polite">{t(CHAT_MESSAGES[state])}</span>
    </button>
  );
}

function RateButtons({ turn, onRate }: Pick<ChatTurnActionsProps, 'turn' | 'onRate'>): ReactNode {
  const [asksWhy, setAsksWhy] = useState(false);
  const [failed, setFailed] = useState(false);
  const rate = (rating: 'up' | 'down', tags: readonly string[] = []) => {
    setFailed(false);
    onRate(rating, tags).then(
      () => setAsksWhy(false),
      () => setFailed(true),
    );
  };
  if (turn.rating) return <p className="lectern-quiet lectern-rated">{t(CHAT_MESSAGES.thanks)}</p>;
  if (asksWhy) {
    return (
      <fieldset className="lectern-reasons">
        <legend>{t(failed ? CHAT_MESSAGES.ratingFailed : CHAT_MESSAGES.whyNot)}</legend>
        {REASONS.map(({ tag, message }) => (
          <button key={tag} type="button" className="lectern-button" onClick={() => rate('down', [tag])}>
            {t(message)}
          </button>
        ))}
      </fieldset>
    );
  }
  return (
    <>
      <RateButton icon="up" message={CHAT_MESSAGES.helpful} onClick={() => rate('up')} />
      <RateButton icon="down" message={CHAT_MESSAGES.notHelpful} onClick={() => setAsksWhy(true)} />
      {failed && <p className="lectern-quiet lectern-rated">{t(CHAT_MESSAGES.ratingFailed)}</p>}
    </>
  );
}

function RateButton(props: { icon: 'up' | 'down'; message: Message; onClick: () => void }): ReactNode {
  const name = t(props.message);
  return (
    <button type="button" className="lectern-action" title={name} aria-label={name} onClick={props.onClick}>
      <Icon name={props.icon} />
    </button>
  );
}

/** Copy, ask again, rate. */
export function ChatTurnActions({ turn, onRetry, onRate }: ChatTurnActionsProps): ReactNode {
  return (
    <div className="lectern-actions">
      <CopyButton turn={turn} />
      <button type="button" className="lectern-action" onClick={onRetry}>
        <Icon name="retry" />
        <span>{t(CHAT_MESSAGES.retry)}</span>
      </button>
      {turn.messageId !== undefined && <RateButtons turn={turn} onRate={onRate} />}
    </div>
  );
}
