/** Light checks of what the server says about conversations, the reader's allowance and proofs of work. */
import type {
  AllowanceResponse,
  ChatMessage,
  ChatSession,
  ChatSessionDetail,
  ProofChallenge,
  ScopeInput,
} from '@lectern/contracts';
import {
  type Check,
  fields,
  isNumber,
  isRecord,
  isString,
  listOf,
  nullable,
  oneOf,
  optional,
  shape,
} from './guard-checks.ts';
import { isCitation, isMode, isNotice, isRange, isWriter } from './response-guards.ts';

const SESSION = { id: isString, title: isString, createdAt: isString, updatedAt: isString, messageCount: isNumber };

/** true for a conversation of the list. */
export const isChatSession = shape<ChatSession>(SESSION);

/** One page of the reader's conversations, newest first. */
export interface ChatSessionPage {
  readonly items: ChatSession[];
  /** Cursor of the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** true for the answer of `GET /chat/sessions`. */
export const isChatSessionPage = shape<ChatSessionPage>({
  items: listOf(isChatSession),
  nextCursor: (value) => value === undefined || nullable(isString)(value),
});

const hasId = fields({ id: isString });
const SCOPES: Readonly<Record<string, Check>> = {
  book: isRecord,
  module: hasId,
  chapter: hasId,
  section: hasId,
  selection: fields({ chapterId: isString, sourceHash: isString, segmentIds: listOf(isString), text: isString }),
};

/** true for a scope as it is sent and kept. */
export function isScope(value: unknown): value is ScopeInput {
  return isRecord(value) && typeof value['type'] === 'string' && SCOPES[value['type']]?.(value) === true;
}

/** true for a stored message. */
export const isChatMessage = shape<ChatMessage>({
  id: isString,
  parentMessageId: nullable(isString),
  role: oneOf('user', 'assistant'),
  text: isString,
  createdAt: isString,
  mode: optional(isMode),
  notice: optional(isNotice),
  scope: optional(isScope),
  citations: listOf(isCitation),
  unsupported: optional(listOf(isRange)),
  writer: optional(isWriter),
  finishReason: optional(isString),
});

/** true for the answer of `GET /chat/sessions/:id`. */
export const isChatSessionDetail = shape<ChatSessionDetail>({ ...SESSION, messages: listOf(isChatMessage) });

/** true for the answer of `GET /me/allowance`. */
export const isAllowance = shape<AllowanceResponse>({
  answersLeft: nullable(isNumber),
  translationsLeft: nullable(isNumber),
  resetsAt: isString,
  writer: nullable(isWriter),
  embedder: nullable(isWriter),
});

/** true for the answer of `POST /chat/challenge`. */
export const isProofChallenge = shape<ProofChallenge>({
  parameters: fields({
    algorithm: oneOf('SHA-256'),
    cost: isNumber,
    data: fields({ maxCounter: isNumber }),
    expiresAt: isNumber,
    keyLength: isNumber,
    keyPrefix: isString,
    nonce: isString,
    salt: isString,
  }),
  signature: isString,
});
