/** What a conversation is: turns in a tree, since a question can be edited and an answer made again. Pure. */
import type {
  AnswerMode,
  AnswerWriterName,
  ChatRequestInput,
  Citation,
  Notice,
  Passage,
  ScopeInput,
} from '@lectern/contracts';

/** Where an answer stands. */
export type TurnStatus = 'waiting' | 'answering' | 'done' | 'stopped' | 'failed';

/** Why an answer failed, in the kinds that a reader is told apart. */
export interface ChatFailure {
  /**
   * offline: not reached or broken off · lost: the server doesn't know the answer any more · limit: asked too often ·
   * insecure: asked too often, and a page of plain http can't make the proof that lets more through ·
   * changed: the page is older than the book · selection: the text isn't in the chapter · error: all else.
   */
  readonly kind: 'offline' | 'lost' | 'limit' | 'insecure' | 'changed' | 'selection' | 'error';
  /** Code of the server's problem, empty when it didn't come from the server. */
  readonly code: string;
  /** Id of the request for a report, may be empty. */
  readonly requestId: string;
  readonly retryAfterSeconds?: number | undefined;
}

/** A range of an answer's text, UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One question and its answer. */
export interface ChatTurn {
  /** Id in this browser. */
  readonly id: string;
  /** The turn that this one follows; null at the beginning. Turns of one parent are branches. */
  readonly parentId: string | null;
  readonly question: string;
  readonly scope: ScopeInput;
  readonly status: TurnStatus;
  readonly failure?: ChatFailure | undefined;
  /** The server's id of the answer, once known. */
  readonly messageId?: string | undefined;
  /** The server's id of the question, where it was looked up. */
  readonly questionId?: string | undefined;
  /** While the answer is made: the last event that came, where a dropped stream is taken up. */
  readonly lastEventId?: string | undefined;
  /** While the answer is made: what was sent, and the key under which it may be sent again. */
  readonly sent?: { readonly request: ChatRequestInput; readonly idempotencyKey: string } | undefined;
  /** While the answer is made: what keeps it. lost: the connection is taken up again · checking: a proof of work is made. */
  readonly hold?: 'lost' | 'checking' | undefined;
  readonly mode?: AnswerMode | undefined;
  readonly notice?: Notice | undefined;
  /** The model that wrote the answer. */
  readonly writer?: AnswerWriterName | undefined;
  /** true: a written answer was taken back and quotes took its place. */
  readonly replaced?: boolean | undefined;
  /** true: the reader wanted quotes only. */
  readonly quotesOnly?: boolean | undefined;
  /** The answer so far: Markdown subset with `[n]` markers. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly TextRange[];
  /** What the answer may use, as it was sent; on a refusal the nearest sections. Empty in a conversation read from the server. */
  readonly context: readonly Passage[];
  readonly suggestions: readonly string[];
  /** How the answer ended. */
  readonly finishReason?: string | undefined;
  readonly cached?: boolean | undefined;
  /** Model answers left today, where limited. */
  readonly answersLeft?: number | undefined;
  readonly rating?: 'up' | 'down' | undefined;
}

/** Questions and answers. */
export interface ChatConversation {
  /** The server's id of the conversation; null before the first answer and when nothing is kept. */
  readonly sessionId: string | null;
  /** All turns of all branches, in the order in which they were asked. */
  readonly turns: readonly ChatTurn[];
  /** The last turn of the branch that is shown; null when there is none. */
  readonly active: string | null;
}

/** A conversation without questions. */
export const EMPTY_CONVERSATION: ChatConversation = { sessionId: null, turns: [], active: null };

/** true while an answer is being made. */
export function isRunning(turn: ChatTurn | undefined): boolean {
  return turn?.status === 'waiting' || turn?.status === 'answering';
}

/** A turn by its id. */
export function findTurn({ turns }: Pick<ChatConversation, 'turns'>, id: string | null): ChatTurn | undefined {
  return id === null ? undefined : turns.find((turn) => turn.id === id);
}

/** The turns of the branch that is shown, oldest first. */
export function shownTurns(conversation: ChatConversation): ChatTurn[] {
  const byId = new Map(conversation.turns.map((turn) => [turn.id, turn]));
  const path: ChatTurn[] = [];
  let turn = byId.get(conversation.active ?? '');
  // A turn is taken out of the map once it is on the path: what came from storage can't lead in a circle.
  while (turn) {
    path.push(turn);
    byId.delete(turn.id);
    turn = byId.get(turn.parentId ?? '');
  }
  return path.reverse();
}

/** The branches at a turn, itself among them, in the order in which they were asked. */
export function branchesAt({ turns }: Pick<ChatConversation, 'turns'>, turn: ChatTurn): ChatTurn[] {
  return turns.filter(({ parentId }) => parentId === turn.parentId);
}

/** The end of the newest branch below a turn. */
export function newestLeaf({ turns }: Pick<ChatConversation, 'turns'>, id: string): string {
  const seen = new Set<string>();
  let leaf = id;
  while (!seen.has(leaf)) {
    seen.add(leaf);
    leaf = turns.findLast(({ parentId }) => parentId === leaf)?.id ?? leaf;
  }
  return leaf;
}

/** The answer that a question after this turn follows on the server: that of the turn, or of the nearest one before it. */
export function answerBefore(conversation: ChatConversation, parentId: string | null): string | undefined {
  const path = shownTurns({ ...conversation, active: parentId });
  return path.findLast(({ messageId }) => messageId !== undefined)?.messageId;
}
