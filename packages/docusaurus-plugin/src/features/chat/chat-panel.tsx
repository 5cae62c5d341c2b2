/** The Ask panel, loaded when it is first opened. */
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { t } from '../../client/messages.ts';
import { siteClient } from '../../client/site.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { ChatComposer } from './chat-composer.tsx';
import { branchesAt, type ChatConversation, type ChatTurn as Turn } from './chat-conversation.ts';
import { ChatLiveRegion } from './chat-live-region.tsx';
import { closePanel, panelStore } from './chat-panel.store.ts';
import { ChatPanelFooter } from './chat-panel-footer.tsx';
import { PanelHeader } from './chat-panel-header.tsx';
import { ChatProviderNotice } from './chat-provider-notice.tsx';
import { ChatSessionList } from './chat-session-list.tsx';
import { ChatTurn, QuestionList, type TurnActions } from './chat-turn.tsx';
import { siteConversation, tellDeleted } from './site-conversation.ts';
import { useAsking } from './use-asking.ts';
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

function showShortcuts(): void {
  void import('../../client/shortcut-list.tsx').then((module) => module.showShortcuts());
}

function EmptyPanel({ page, onAsk }: { page: Page; onAsk: (question: string) => void }): ReactNode {
  const { book } = siteSettings();
  const questions = startingQuestions(page, book.suggestedQuestions);
  return (
    <div className="lectern-empty">
      <p>{book.greeting || t(CHAT_MESSAGES.howItWorks)}</p>
      {questions.length > 0 && <QuestionList title={t(CHAT_MESSAGES.tryThese)} questions={questions} onAsk={onAsk} />}
      <button type="button" className="lectern-link-button lectern-shortcuts-button" onClick={showShortcuts}>
        {t(CHAT_MESSAGES.shortcuts)}
      </button>
    </div>
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

/** Escape inside the panel closes it, unless it leaves something smaller; while an input method composes it belongs to that. */
function useEscape(panelRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const panel = panelRef.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const leavesSmaller = event.target instanceof Element && event.target.closest('[data-lectern-escape]') !== null;
      if (event.key !== 'Escape' || event.isComposing || leavesSmaller) return;
      event.stopPropagation();
      closePanel();
    };
    panel?.addEventListener('keydown', onKeyDown);
    return () => panel?.removeEventListener('keydown', onKeyDown);
  }, [panelRef]);
}

/** A turn among its branches, as the properties of its component. */
function branchProps(conversation: ChatConversation, turn: Turn) {
  const branches = branchesAt(conversation, turn);
  const index = branches.indexOf(turn);
  return {
    branchNumber: index + 1,
    branchCount: branches.length,
    previousBranch: branches[index - 1]?.id,
    nextBranch: branches[index + 1]?.id,
  };
}

/** The Ask panel. */
export function ChatPanel(): ReactNode {
  const panelRef = useRef<HTMLElement>(null);
  const panel = useSyncExternalStore(panelStore.subscribe, panelStore.getSnapshot);
  const controller = siteConversation();
  const { conversation, turns, busy } = useChat({ controller });
  const page = usePage();
  const placement = usePanelLayout(panelRef);
  const [listIsOpen, setListIsOpen] = useState(false);
  useEscape(panelRef);
  const last = turns.at(-1);
  const scroller = useQuestionInView(listIsOpen ? undefined : last?.id);
  const { state, ask, choice } = useAsking(controller, page, last);

  const actions = useMemo<TurnActions>(
    () => ({
      ask,
      retry: (turnId) => void controller.retry(turnId, choice()),
      edit: (turnId, question) => void controller.edit(turnId, question, choice()),
      select: controller.select,
      rate: (turnId, rating, reasons) => controller.rate(turnId, rating, reasons),
      // On a phone the panel covers the page: it makes way for the passage.
      follow: () => placement === 'full' && closePanel({ keepFocus: true }),
    }),
    [ask, controller, choice, placement],
  );

  useEffect(() => {
    if (panel.pending === null) return;
    setListIsOpen(false);
    ask(panel.pending);
    panelStore.patch({ pending: null });
  }, [panel.pending, ask]);

  const focusInput = () => panelStore.patch({ focusRequests: panel.focusRequests + 1 });
  const closeList = () => {
    setListIsOpen(false);
    focusInput();
  };
  const restart = () => {
    controller.clear();
    closeList();
  };
  const deleteShown = async () => {
    const { sessionId } = controller.getSnapshot();
    await controller.deleteConversation();
    if (sessionId !== null) tellDeleted(sessionId);
    focusInput();
  };

  return (
    <aside
      ref={panelRef}
      className="lectern-panel"
      data-placement={placement}
      {...(placement === 'full' ? MODAL : undefined)}
      aria-labelledby="lectern-panel-title"
    >
      <PanelHeader
        canRestart={turns.length > 0}
        listIsOpen={listIsOpen}
        onRestart={restart}
        onToggleList={() => (listIsOpen ? closeList() : setListIsOpen(true))}
      />
      <section className="lectern-transcript" ref={scroller} aria-label={t(CHAT_MESSAGES.conversation)}>
        {listIsOpen && (
          <ChatSessionList
            client={siteClient()}
            current={conversation.sessionId}
            currentLeaf={
              turns.findLast(({ status, messageId }) => status === 'done' && messageId !== undefined)?.messageId
            }
            onOpen={(sessionId) => controller.open(sessionId).then(closeList)}
            onDeleted={(sessionId) => {
              tellDeleted(sessionId);
              if (sessionId === controller.getSnapshot().sessionId) controller.clear();
            }}
            onClose={closeList}
          />
        )}
        {!listIsOpen && turns.length === 0 && <EmptyPanel page={page} onAsk={ask} />}
        {!listIsOpen &&
          turns.map((turn) => (
            <ChatTurn
              key={turn.id}
              turn={turn}
              isLast={turn === last}
              actions={actions}
              {...branchProps(conversation, turn)}
            />
          ))}
      </section>
      <ChatLiveRegion turn={last} />
      {!listIsOpen && (
        <>
          <ChatProviderNotice state={state} />
          <ChatComposer panel={panel} page={page} busy={busy} onAsk={ask} onStop={controller.stop} />
          <ChatPanelFooter turns={turns} state={state} onDelete={deleteShown} />
        </>
      )}
    </aside>
  );
}
