/** The Ask panel, loaded when it is first opened. */
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { ChatComposer } from './chat-composer.tsx';
import { Icon } from './chat-icons.tsx';
import { ChatLiveRegion } from './chat-live-region.tsx';
import { closePanel, panelStore } from './chat-panel.store.ts';
import { ChatPanelFooter } from './chat-panel-footer.tsx';
import { resolveScope } from './chat-scope.ts';
import { ChatTurn, QuestionList } from './chat-turn.tsx';
import { siteConversation } from './site-conversation.ts';
import { useChat } from './use-chat.ts';
import { type Page, usePage } from './use-page.ts';
import { usePanelLayout } from './use-panel-layout.ts';

const MAX_SUGGESTIONS = 3;
/** Over the whole window the panel is a dialog; beside the text it is one more part of the page. */
const MODAL = { role: 'dialog', 'aria-modal': true } as const;

/** Questions for a start: the chapter author's, else the book's, else made from the page's headings. */
export function startingQuestions(page: Pick<Page, 'page' | 'sections'>, ofBook: readonly string[]): string[] {
  const ofChapter = page.page?.suggestedQuestions ?? [];
  const made = page.sections.map((heading) => t(CHAT_MESSAGES.headingQuestion, { heading }));
  const questions = ofChapter.length > 0 ? ofChapter : ofBook.length > 0 ? ofBook : made;
  return questions.slice(0, MAX_SUGGESTIONS);
}

function EmptyPanel({ page, onAsk }: { page: Page; onAsk: (question: string) => void }): ReactNode {
  const { book } = siteSettings();
  const questions = startingQuestions(page, book.suggestedQuestions);
  return (
    <div className="lectern-empty">
      <p>{book.greeting || t(CHAT_MESSAGES.howItWorks)}</p>
      {questions.length > 0 && <QuestionList title={t(CHAT_MESSAGES.tryThese)} questions={questions} onAsk={onAsk} />}
    </div>
  );
}

function PanelHeader({ canRestart, onRestart }: { canRestart: boolean; onRestart: () => void }): ReactNode {
  const restart = t(CHAT_MESSAGES.newConversation);
  const close = t(CHAT_MESSAGES.close);
  return (
    <header className="lectern-panel-header">
      <h2 id="lectern-panel-title">{siteSettings().book.name || t(CHAT_MESSAGES.title)}</h2>
      {canRestart && (
        <button type="button" className="lectern-icon-button" title={restart} aria-label={restart} onClick={onRestart}>
          <Icon name="restart" />
        </button>
      )}
      <button
        type="button"
        className="lectern-icon-button"
        title={`${close} (Esc)`}
        aria-label={close}
        onClick={() => closePanel()}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

/** Brings a new question to the top of the panel once; what follows doesn't move it. */
function useQuestionInView(turnId: string | undefined) {
  const scroller = useRef<HTMLElement>(null);
  useEffect(() => {
    if (turnId === undefined) return;
    const turn = scroller.current?.querySelector(`[data-turn="${CSS.escape(turnId)}"]`);
    if (turn && scroller.current)
      scroller.current.scrollTop += turn.getBoundingClientRect().top - scroller.current.getBoundingClientRect().top;
  }, [turnId]);
  return scroller;
}

/** Escape inside the panel closes it; while an input method composes it belongs to that. */
function useEscape(panelRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const panel = panelRef.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopPropagation();
      closePanel();
    };
    panel?.addEventListener('keydown', onKeyDown);
    return () => panel?.removeEventListener('keydown', onKeyDown);
  }, [panelRef]);
}

/** The Ask panel. */
export function ChatPanel(): ReactNode {
  const panelRef = useRef<HTMLElement>(null);
  const panel = useSyncExternalStore(panelStore.subscribe, panelStore.getSnapshot);
  const controller = siteConversation();
  const { conversation, busy, ask, stop, retry, rate, clear } = useChat({ controller });
  const page = usePage();
  const placement = usePanelLayout(panelRef);
  useEscape(panelRef);
  const { turns } = conversation;
  const last = turns.at(-1);
  const scroller = useQuestionInView(last?.id);

  const askQuestion = useCallback(
    (question: string) => {
      const scope = resolveScope(panelStore.getSnapshot().scope, page);
      void ask({ question, scope, locale: pageLanguage() });
    },
    [ask, page],
  );

  useEffect(() => {
    if (panel.pending === null) return;
    askQuestion(panel.pending);
    panelStore.patch({ pending: null });
  }, [panel.pending, askQuestion]);

  // On a phone the panel covers the page: it makes way for the passage.
  const onFollow = () => placement === 'full' && closePanel({ keepFocus: true });

  return (
    <aside
      ref={panelRef}
      className="lectern-panel"
      data-placement={placement}
      {...(placement === 'full' ? MODAL : undefined)}
      aria-labelledby="lectern-panel-title"
    >
      <PanelHeader canRestart={turns.length > 0} onRestart={clear} />
      <section className="lectern-transcript" ref={scroller} aria-label={t(CHAT_MESSAGES.conversation)}>
        {turns.length === 0 && <EmptyPanel page={page} onAsk={askQuestion} />}
        {turns.map((turn) => (
          <ChatTurn
            key={turn.id}
            turn={turn}
            isLast={turn === last}
            onAsk={askQuestion}
            onRetry={() => void retry(turn.id)}
            onRate={(rating, tags) => rate(turn.id, rating, tags)}
            onFollow={onFollow}
          />
        ))}
      </section>
      <ChatLiveRegion turn={last} />
      <ChatComposer panel={panel} page={page} busy={busy} onAsk={askQuestion} onStop={stop} />
      <ChatPanelFooter conversation={conversation} controller={controller} />
    </aside>
  );
}
