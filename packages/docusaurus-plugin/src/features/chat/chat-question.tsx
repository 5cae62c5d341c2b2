/** A question as it stands over its answer: with its passage, its other versions, and the way to change it. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { Icon } from './chat-icons.tsx';
import { readableTex } from './chat-tex.ts';

/** Where a turn stands among the versions of its question and answer. */
export interface Branch {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** Turns before and after this one; undefined at the ends. */
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** What a question needs. */
export interface ChatQuestionProps {
  readonly question: string;
  readonly scope: ChatTurn['scope'];
  readonly branch: Branch;
  /** false while an answer is being made. */
  readonly canEdit: boolean;
  readonly onEdit: (question: string) => void;
  readonly onSelect: (turnId: string) => void;
}

function BranchButton(props: {
  icon: 'previous' | 'next';
  label: string;
  target: string | undefined;
  onSelect: (turnId: string) => void;
}): ReactNode {
  const { icon, label, target, onSelect } = props;
  return (
    <button
      type="button"
      className="lectern-small-button"
      title={label}
      aria-label={label}
      aria-disabled={target === undefined}
      onClick={() => target !== undefined && onSelect(target)}
    >
      <Icon name={icon} />
    </button>
  );
}

function BranchSwitch({ branch, onSelect }: { branch: Branch; onSelect: (turnId: string) => void }): ReactNode {
  const { number, count, previous, next } = branch;
  if (count < 2) return null;
  const digits = new Intl.NumberFormat(pageLanguage());
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
    <div className="lectern-branches" role="group" aria-label={t(CHAT_MESSAGES.branches)}>
      <BranchButton icon="previous" label={t(CHAT_MESSAGES.previousBranch)} target={previous} onSelect={onSelect} />
      <span aria-live="polite">
        <span aria-hidden="true">
          {digits.format(number)}/{digits.format(count)}
        </span>
        <span className="lectern-visually-hidden">{t(CHAT_MESSAGES.branchOf, { number, count })}</span>
      </span>
      <BranchButton icon="next" label={t(CHAT_MESSAGES.nextBranch)} target={next} onSelect={onSelect} />
    </div>
  );
}

function QuestionForm(props: { question: string; onAsk: (question: string) => void; onClose: () => void }): ReactNode {
  const { question, onAsk, onClose } = props;
  const [text, setText] = useState(question);
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.setSelectionRange(question.length, question.length);
  }, [question]);
  const send = () => {
    if (text.trim() === '') return;
    onAsk(text.trim());
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="lectern-question-form"
      // Escape leaves the editing, not the panel.
      data-lectern-escape
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={ref}
        rows={2}
        dir="auto"
        maxLength={4000}
        aria-label={t(CHAT_MESSAGES.editLabel)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="lectern-reasons-end">
        <button type="submit" className="lectern-button">
          {t(CHAT_MESSAGES.send)}
        </button>
        <button type="button" className="lectern-link-button" onClick={onClose}>
          {t(CHAT_MESSAGES.cancel)}
        </button>
      </div>
    </form>
  );
}

/** The question. */
export function ChatQuestion(props: ChatQuestionProps): ReactNode {
  const { question, scope, branch, canEdit, onEdit, onSelect } = props;
  const [edits, setEdits] = useState(false);
  const editName = t(CHAT_MESSAGES.edit);
  return (
    <div className="lectern-question">
      {scope.type === 'selection' && (
        <blockquote dir="auto" className="lectern-question-passage">
          {readableTex(scope.text)}
        </blockquote>
      )}
      {edits ? (
        <QuestionForm question={question} onAsk={onEdit} onClose={() => setEdits(false)} />
      ) : (
        <div className="lectern-question-line">
          <h3 dir="auto">{question}</h3>
          {canEdit && (
            <button
              type="button"
              className="lectern-small-button"
              title={editName}
              aria-label={editName}
              onClick={() => setEdits(true)}
            >
              <Icon name="edit" />
            </button>
          )}
        </div>
      )}
      <BranchSwitch branch={branch} onSelect={onSelect} />
    </div>
  );
}
