/** Where the reader writes: scope chip, the selected passage with its lock, input, send or stop. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { plural, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { Icon } from './chat-icons.tsx';
import { type PanelState, panelStore, type ScopeChoice } from './chat-panel.store.ts';
import { ChatScopePicker } from './chat-scope-picker.tsx';
import { readableTex } from './chat-tex.ts';
import type { Page } from './use-page.ts';

/** Longest question, UTF-16 units (contracts: MAX_QUESTION_CHARS). */
const MAX_CHARS = 4000;

/** What the composer needs. */
export interface ChatComposerProps {
  readonly panel: PanelState;
  readonly page: Page;
  readonly busy: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

function SelectedPassage({ scope }: { scope: Extract<ScopeChoice, { type: 'selection' }> }): ReactNode {
  const remove = t(CHAT_MESSAGES.removeSelection);
  return (
    <div className="lectern-passage">
      <blockquote className="lectern-passage-text" dir="auto" aria-label={t(CHAT_MESSAGES.selectedPassage)}>
        {readableTex(scope.text)}
      </blockquote>
      <button
        type="button"
        className="lectern-icon-button"
        title={remove}
        aria-label={remove}
        onClick={() => panelStore.patch({ scope: { type: 'chapter' } })}
      >
        <Icon name="close" />
      </button>
      <label className="lectern-lock">
        <input
          type="checkbox"
          checked={scope.only}
          onChange={(event) => panelStore.patch({ scope: { ...scope, only: event.target.checked } })}
        />
        <Icon name="lock" />
        {t(CHAT_MESSAGES.onlySelection)}
      </label>
    </div>
  );
}

/** The panel's lower part. */
export function ChatComposer({ panel, page, busy, onAsk, onStop }: ChatComposerProps): ReactNode {
  const inputRef = useRef<HTMLTextAreaElement>(null);
  const { draft, scope, focusRequests, draftSelected } = panel;
  const excess = draft.trim().length - MAX_CHARS;
  const canSend = draft.trim() !== '' && excess <= 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish moves focus once; the draft must not
  useEffect(() => {
    if (focusRequests === 0) return;
    inputRef.current?.focus({ preventScroll: true });
    if (draftSelected) inputRef.current?.select();
  }, [focusRequests]);

  const send = () => {
    if (!canSend) return;
    onAsk(draft.trim());
    panelStore.patch({ draft: '', draftSelected: false });
    // The on-screen keyboard would cover the answer.
    if (window.matchMedia('(pointer: coarse)').matches) inputRef.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter takes its proposal.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!busy) send();
  };

  return (
    <form
      className="lectern-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ChatScopePicker page={page} scope={scope} onChange={(choice) => panelStore.patch({ scope: choice })} />
      {scope.type === 'selection' && <SelectedPassage scope={scope} />}
      <div className="lectern-input">
        <textarea
          ref={inputRef}
          rows={1}
          dir="auto"
          enterKeyHint="send"
          aria-label={t(CHAT_MESSAGES.inputLabel)}
          aria-invalid={excess > 0}
          placeholder={t(CHAT_MESSAGES.inputPlaceholder)}
          value={draft}
          onChange={(event) => panelStore.patch({ draft: event.target.value, draftSelected: false })}
          onKeyDown={onKeyDown}
        />
        {busy ? (
          <button type="button" className="lectern-send" onClick={onStop}>
            <Icon name="stop" />
            <span>{t(CHAT_MESSAGES.stop)}</span>
          </button>
        ) : (
          <button type="submit" className="lectern-send" aria-disabled={!canSend}>
            <Icon name="send" />
            <span>{t(CHAT_MESSAGES.send)}</span>
          </button>
        )}
      </div>
      {excess > 0 && (
        <p className="lectern-quiet" role="alert">
          {plural(CHAT_MESSAGES.tooLong, excess)}
        </p>
      )}
    </form>
  );
}
