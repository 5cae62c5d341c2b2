/** The reader's conversations: go on with one, rename, save, delete. */
import type { ChatSession } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LecternClient } from '../../client/api-client.ts';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { ChatSessionItem, type SessionItemClient } from './chat-session-item.tsx';

/** The part of the client that the list needs. */
export type SessionClient = Pick<LecternClient, 'sessions'> & SessionItemClient;

/** What the list needs. */
export interface ChatSessionListProps {
  readonly client: SessionClient;
  /** The conversation that is shown in the panel. */
  readonly current: string | null;
  /** The answer that its shown branch ends with, where it is stored. */
  readonly currentLeaf: string | undefined;
  readonly onOpen: (sessionId: string) => Promise<void>;
  readonly onDeleted: (sessionId: string) => void;
  readonly onClose: () => void;
}

interface Loaded {
  readonly items: readonly ChatSession[];
  /** null at the end; undefined while nothing is loaded. */
  readonly cursor: string | null | undefined;
  readonly state: 'loading' | 'ready' | 'failed';
}

const PAGE_SIZE = 20;

function useSessions(client: SessionClient) {
  const [loaded, setLoaded] = useState<Loaded>({ items: [], cursor: undefined, state: 'loading' });
  const { cursor } = loaded;
  const load = async (from: string | null | undefined) => {
    setLoaded((before) => ({ ...before, state: 'loading' }));
    try {
      const page = await client.sessions({ limit: PAGE_SIZE, ...(from == null ? {} : { cursor: from }) });
      setLoaded((before) => {
        const known = new Set(before.items.map(({ id }) => id));
        const items = [...before.items, ...page.items.filter(({ id }) => !known.has(id))];
        return { items, cursor: page.nextCursor ?? null, state: 'ready' };
      });
    } catch {
      setLoaded((before) => ({ ...before, state: 'failed' }));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once with the list; more by the reader's wish
  useEffect(() => void load(undefined), []);
  return {
    ...loaded,
    loadMore: () => void load(cursor),
    replace: (session: ChatSession) =>
      setLoaded((before) => ({
        ...before,
        items: before.items.map((item) => (item.id === session.id ? session : item)),
      })),
    remove: (id: string) =>
      setLoaded((before) => ({ ...before, items: before.items.filter((item) => item.id !== id) })),
  };
}

/** The list, in the place of the conversation. */
export function ChatSessionList(props: ChatSessionListProps): ReactNode {
  const { client, current, currentLeaf, onOpen, onDeleted, onClose } = props;
  const { items, cursor, state, loadMore, replace, remove } = useSessions(client);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  return (
    <section className="lectern-sessions" aria-labelledby="lectern-sessions-title">
      <div className="lectern-sessions-head">
        <h3 id="lectern-sessions-title" ref={headingRef} tabIndex={-1}>
          {t(CHAT_MESSAGES.conversations)}
        </h3>
        <button type="button" className="lectern-link-button" onClick={onClose}>
          {t(CHAT_MESSAGES.back)}
        </button>
      </div>
      <ul>
        {items.map((session) => (
          <ChatSessionItem
            key={session.id}
            client={client}
            session={session}
            isCurrent={session.id === current}
            leaf={session.id === current ? currentLeaf : undefined}
            onOpen={() => onOpen(session.id)}
            onRenamed={replace}
            onDeleted={() => {
              remove(session.id);
              onDeleted(session.id);
              headingRef.current?.focus({ preventScroll: true });
            }}
          />
        ))}
      </ul>
      <div role="status" className="lectern-quiet">
        {state === 'loading' && t(CHAT_MESSAGES.listLoading)}
        {state === 'failed' && t(CHAT_MESSAGES.listFailed)}
        {state === 'ready' && items.length === 0 && t(CHAT_MESSAGES.listEmpty)}
      </div>
      {(state === 'failed' || (state === 'ready' && cursor !== null)) && (
        <button type="button" className="lectern-button" onClick={loadMore}>
          {t(state === 'failed' ? CHAT_MESSAGES.tryAgain : CHAT_MESSAGES.loadMore)}
        </button>
      )}
    </section>
  );
}
