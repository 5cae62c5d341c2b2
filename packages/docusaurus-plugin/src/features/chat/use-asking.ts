/** From a question in the panel to the conversation: where to look, who writes, and whether the reader knows who does. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { pageLanguage } from '../../client/messages.ts';
import { siteClient } from '../../client/site.ts';
import {
  type AllowanceState,
  acknowledgeProvider,
  allowanceKnown,
  allowanceStore,
  loadAllowance,
  needsProviderNotice,
  noteAnswersLeft,
} from './chat-allowance.store.ts';
import type { ChatController } from './chat-controller.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { openPanel, panelStore } from './chat-panel.store.ts';
import { resolveScope } from './chat-scope.ts';
import type { Page } from './use-page.ts';

/** What the panel does with questions. */
export interface Asking {
  readonly state: AllowanceState;
  readonly ask: (question: string) => void;
  /** What is decided anew when a question is asked again. */
  readonly choice: () => { locale: string; quotesOnly: boolean };
}

/** Follows who writes answers, and asks. */
export function useAsking(controller: ChatController, page: Page, last: ChatTurn | undefined): Asking {
  const state = useSyncExternalStore(allowanceStore.subscribe, allowanceStore.getSnapshot);
  const noticeIsShown = useRef(false);
  const pageRef = useRef(page);
  useEffect(() => {
    pageRef.current = page;
    noticeIsShown.current = needsProviderNotice(state);
  });
  useEffect(() => void loadAllowance(siteClient(), { again: true }), []);
  useEffect(() => {
    if (last?.answersLeft !== undefined) noteAnswersLeft(last.answersLeft);
  }, [last?.answersLeft]);
  const spentIn = last?.notice === 'budget_spent' ? last.id : undefined;
  useEffect(() => {
    // When there will be answers again is known only once they are used up.
    if (spentIn !== undefined) void loadAllowance(siteClient(), { again: true });
  }, [spentIn]);

  const choice = useCallback(
    () => ({ locale: pageLanguage(), quotesOnly: allowanceStore.getSnapshot().quotesOnly }),
    [],
  );
  const askWhenTold = useCallback(
    async (question: string) => {
      const wasShown = noticeIsShown.current;
      await allowanceKnown(siteClient());
      if (needsProviderNotice(allowanceStore.getSnapshot())) {
        if (!wasShown) {
          // Asked by a link, or faster than the notice came: the reader sees where it goes, and sends it.
          openPanel({ proposal: question });
          return;
        }
        acknowledgeProvider();
      }
      const scope = resolveScope(panelStore.getSnapshot().scope, pageRef.current);
      await controller.ask({ question, scope, ...choice() });
    },
    [controller, choice],
  );
  return { state, choice, ask: useCallback((question: string) => void askWhenTold(question), [askWhenTold]) };
}
