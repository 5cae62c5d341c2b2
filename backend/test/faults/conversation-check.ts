/** Looks whether conversations hold what was acknowledged, and nothing by halves. */
import { type ChatMessage, chatSessionDetailSchema, chatSessionPageSchema } from '@lectern/contracts';
import type { AcknowledgedAnswer } from './asking.ts';

/** What was found. */
export interface ConversationReport {
  readonly conversations: number;
  readonly messages: number;
  /** Acknowledged answers that are not there as they were sent: each one is a loss. */
  readonly lost: readonly string[];
  /** Questions without an answer, answers without a question, counts that do not agree. */
  readonly halves: readonly string[];
}

/** Reads all conversations of the readers and compares them with what they had been given. */
export async function checkConversations(
  origin: string,
  acknowledged: readonly AcknowledgedAnswer[],
  cookies: Iterable<string>,
): Promise<ConversationReport> {
  const lost: string[] = [];
  const halves: string[] = [];
  const stored = new Map<string, ChatMessage>();
  let conversations = 0;
  for (const cookie of new Set([...cookies, ...acknowledged.map((answer) => answer.cookie)])) {
    for (const id of await sessionIds(origin, cookie)) {
      const messages = await readConversation(origin, cookie, id, halves);
      for (const message of messages) stored.set(`${id} ${message.id}`, message);
      conversations += 1;
    }
  }
  for (const { sessionId, messageId, text, question } of acknowledged) {
    const answer = stored.get(`${sessionId} ${messageId}`);
    const asked = stored.get(`${sessionId} ${answer?.parentMessageId}`);
    if (answer?.text !== text || asked?.text !== question) lost.push(`${sessionId} ${messageId}`);
  }
  return { conversations, messages: stored.size, lost, halves };
}

async function readJson(origin: string, path: string, cookie: string): Promise<unknown> {
  const response = await fetch(`${origin}/api/v1${path}`, { headers: { cookie } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function sessionIds(origin: string, cookie: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const behind = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = chatSessionPageSchema.parse(await readJson(origin, `/chat/sessions?limit=100${behind}`, cookie));
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

async function readConversation(origin: string, cookie: string, id: string, halves: string[]): Promise<ChatMessage[]> {
  const session = chatSessionDetailSchema.parse(await readJson(origin, `/chat/sessions/${id}`, cookie));
  const { messages } = session;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const answered = new Set(messages.flatMap(({ role, parentMessageId }) => (role === 'user' ? [] : parentMessageId)));
  if (session.messageCount !== messages.length)
    halves.push(`${id}: counts ${session.messageCount}, has ${messages.length}`);
  for (const { id: messageId, role, parentMessageId } of messages) {
    if (role === 'user' && !answered.has(messageId)) halves.push(`${id}: question ${messageId} has no answer`);
    if (role === 'assistant' && byId.get(parentMessageId ?? '')?.role !== 'user') {
      halves.push(`${id}: answer ${messageId} has no question`);
    }
  }
  return messages;
}
