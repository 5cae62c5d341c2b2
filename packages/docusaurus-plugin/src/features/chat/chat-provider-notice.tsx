/** Where questions go, before the first one does, and the switch that keeps them here. */
import type { ReactNode } from 'react';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { type AllowanceState, needsProviderNotice, setQuotesOnly } from './chat-allowance.store.ts';
import { providerName } from './chat-turn-notes.tsx';

/** The switch to quotes only. */
export function QuotesOnlySwitch({ quotesOnly }: { quotesOnly: boolean }): ReactNode {
  return (
    <label className="lectern-switch">
      <input type="checkbox" checked={quotesOnly} onChange={(event) => setQuotesOnly(event.target.checked)} />
      {t(CHAT_MESSAGES.quotesOnly)}
    </label>
  );
}

/** The notice; nothing where no provider gets questions, or the reader knows it. */
export function ChatProviderNotice({ state }: { state: AllowanceState }): ReactNode {
  const { writer, embedder } = state.allowance ?? {};
  if (!needsProviderNotice(state)) return null;
  return (
    <aside className="lectern-provider-notice" aria-label={t(CHAT_MESSAGES.providerNoticeLabel)}>
      {writer && (
        <p>{t(CHAT_MESSAGES.providerNotice, { provider: providerName(writer.provider), model: writer.model })}</p>
      )}
      {embedder && embedder.provider !== writer?.provider && (
        <p>{t(CHAT_MESSAGES.embedderNotice, { provider: providerName(embedder.provider) })}</p>
      )}
      <p className="lectern-quiet">{t(CHAT_MESSAGES.quotesOnlyHint)}</p>
    </aside>
  );
}
