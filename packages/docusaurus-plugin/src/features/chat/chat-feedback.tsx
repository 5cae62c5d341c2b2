/** Rating an answer: at once by a thumb, then with reasons and words for who wants to give them. */
import { type ReactNode, useState } from 'react';
import type { Message } from '../../client/messages.ts';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { RatingReasons } from './chat-controller.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { Icon } from './chat-icons.tsx';

/** Sends a rating; rejects when the server couldn't take it. */
export type Rate = (rating: 'up' | 'down', reasons?: RatingReasons) => Promise<void>;

type Rating = 'up' | 'down';

const MAX_NOTE_CHARS = 1000;

const REASONS: Readonly<Record<Rating, readonly { tag: string; message: Message }[]>> = {
  up: [
    { tag: 'helpful', message: CHAT_MESSAGES.reasonHelpful },
    { tag: 'clear', message: CHAT_MESSAGES.reasonClear },
  ],
  down: [
    { tag: 'wrong', message: CHAT_MESSAGES.reasonWrong },
    { tag: 'unsupported', message: CHAT_MESSAGES.reasonUnsupported },
    { tag: 'incomplete', message: CHAT_MESSAGES.reasonIncomplete },
    { tag: 'off_topic', message: CHAT_MESSAGES.reasonOffTopic },
    { tag: 'unclear', message: CHAT_MESSAGES.reasonUnclear },
  ],
};

function RateButton(props: { icon: Rating; message: Message; pressed: boolean; onClick: () => void }): ReactNode {
  const name = t(props.message);
  return (
    <button
      type="button"
      className="lectern-action"
      title={name}
      aria-label={name}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function Reasons(props: { rating: Rating; onSend: (reasons: RatingReasons) => void; onClose: () => void }): ReactNode {
  const { rating, onSend, onClose } = props;
  const [tags, setTags] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const toggle = (tag: string) =>
    setTags((chosen) => (chosen.includes(tag) ? chosen.filter((other) => other !== tag) : [...chosen, tag]));
  return (
    <fieldset className="lectern-reasons">
      <legend>{t(rating === 'up' ? CHAT_MESSAGES.whatGood : CHAT_MESSAGES.whyNot)}</legend>
      {REASONS[rating].map(({ tag, message }) => (
        <button
          key={tag}
          type="button"
          className="lectern-button lectern-reason"
          aria-pressed={tags.includes(tag)}
          onClick={() => toggle(tag)}
        >
          {t(message)}
        </button>
      ))}
      <textarea
        rows={2}
        dir="auto"
        maxLength={MAX_NOTE_CHARS}
        aria-label={t(CHAT_MESSAGES.feedbackNote)}
        placeholder={t(CHAT_MESSAGES.feedbackNote)}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="lectern-reasons-end">
        <button type="button" className="lectern-button" onClick={() => onSend({ tags, note: note.trim() })}>
          {t(CHAT_MESSAGES.feedbackSend)}
        </button>
        <button type="button" className="lectern-link-button" onClick={onClose}>
          {t(CHAT_MESSAGES.feedbackSkip)}
        </button>
      </div>
    </fieldset>
  );
}

/** The thumbs, and what they open. */
export function ChatFeedback({ turn, onRate }: { turn: Pick<ChatTurn, 'rating'>; onRate: Rate }): ReactNode {
  const [asks, setAsks] = useState<Rating | null>(null);
  const [said, setSaid] = useState<'thanks' | 'ratingFailed' | null>(null);
  const rate = (rating: Rating, reasons?: RatingReasons) => {
    setSaid(null);
    setAsks(reasons === undefined ? rating : null);
    onRate(rating, reasons).then(
      () => setSaid('thanks'),
      () => {
        setAsks(null);
        setSaid('ratingFailed');
      },
    );
  };
  return (
    <>
      <RateButton icon="up" message={CHAT_MESSAGES.helpful} pressed={turn.rating === 'up'} onClick={() => rate('up')} />
      <RateButton
        icon="down"
        message={CHAT_MESSAGES.notHelpful}
        pressed={turn.rating === 'down'}
        onClick={() => rate('down')}
      />
      <p className="lectern-quiet lectern-rated" role="status">
        {said !== null && t(CHAT_MESSAGES[said])}
      </p>
      {asks !== null && (
        <Reasons rating={asks} onSend={(reasons) => rate(asks, reasons)} onClose={() => setAsks(null)} />
      )}
    </>
  );
}
