/** Rows of conversations → what the API shows of them. Pure. */
import type { ChatMessage, ChatSession } from '@lectern/contracts';
import type { chatMessage, chatSession } from '../chat.table.ts';

/** A conversation without its messages. */
export const presentSession = (row: typeof chatSession.$inferSelect): ChatSession => ({
  id: row.id,
  title: row.title,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  messageCount: row.messageCount,
});

/** A question, or an answer with what it was made of. */
export const presentMessage = (row: typeof chatMessage.$inferSelect): ChatMessage => ({
  id: row.id,
  parentMessageId: row.parentMessageId,
  role: row.role,
  text: row.text,
  createdAt: row.createdAt.toISOString(),
  citations: [...row.citations],
  ...(row.mode ? { mode: row.mode } : {}),
  ...(row.notice ? { notice: row.notice } : {}),
  ...(row.scope ? { scope: row.scope } : {}),
  ...(row.finishReason ? { finishReason: row.finishReason } : {}),
  ...(row.unsupported.length > 0 ? { unsupported: [...row.unsupported] } : {}),
  // Quotes that took a model's place are not its words.
  ...(row.mode === 'llm' && row.provider !== null && row.model !== null
    ? { writer: { provider: row.provider, model: row.model } }
    : {}),
});
