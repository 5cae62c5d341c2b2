/** Asking the book: scopes, passages, the answer's events, conversations. */
import { z } from 'zod';
import { paginatedSchema } from './pagination.ts';

/** Longest question, UTF-16 units. */
export const MAX_QUESTION_CHARS = 4000;
/** Longest selected text, UTF-16 units. */
export const MAX_SELECTION_CHARS = 4000;

/** Where the answer may come from. */
export const scopeSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('book') }),
    z.strictObject({ type: z.literal('module'), id: z.string().min(1).max(200).describe('Module id') }),
    z.strictObject({ type: z.literal('chapter'), id: z.string().min(1).max(300).describe('Chapter key or id') }),
    z.strictObject({
      type: z.literal('section'),
      id: z.string().min(1).max(500).describe('`<chapter key or id>#<section id>`'),
    }),
    z.strictObject({
      type: z.literal('selection'),
      chapterId: z.string().min(1).max(300).describe('Chapter key or id'),
      sourceHash: z.string().min(1).max(64).describe('The version of the chapter that the page shows'),
      segmentIds: z
        .array(z.string().min(1).max(24))
        .min(1)
        .max(60)
        .describe('Segments that the selection touches, in reading order'),
      language: z.string().max(35).optional().describe('Language of the selected text when it is a translation'),
      text: z.string().min(1).max(MAX_SELECTION_CHARS).describe('The selected text, as in the page'),
      only: z.boolean().default(false).describe('Lock: nothing but the selection is used for the answer'),
    }),
  ])
  .meta({ id: 'Scope' });

/** A question. */
export const chatRequestSchema = z
  .strictObject({
    question: z
      .string()
      .min(1)
      .max(MAX_QUESTION_CHARS)
      .describe('The question, 1 to 4000 characters, not blank')
      .meta({ example: 'Why does a late joiner miss the map?' }),
    scope: scopeSchema.default({ type: 'book' }),
    sessionId: z.uuid().optional().describe('Conversation to continue; left out: a new one'),
    parentMessageId: z
      .uuid()
      .nullable()
      .optional()
      .describe(
        'What the question follows. An answer: the question is asked after it (an edited question names the answer that the old one followed). A question: it is answered again, and `question` has to be its text. null: the question begins the conversation anew. Left out: the last answer.',
      ),
    locale: z.string().max(35).optional().describe('The reader’s locale, BCP 47'),
    store: z.boolean().default(true).describe('false: nothing is kept'),
    quotesOnly: z.boolean().default(false).describe('true: no model is asked, the answer is made of quotes'),
    proof: z
      .string()
      .max(4000)
      .optional()
      .describe('Solved challenge of `POST /chat/challenge`, when PROOF_REQUIRED asked for one'),
  })
  .meta({ id: 'ChatRequest' });

/** What can be cited: text of one section of the book, as the server retrieved it. */
export const passageSchema = z
  .object({
    id: z.string().describe('Issued by the server, per index version'),
    chapterId: z.string().describe('Chapter key'),
    chapterTitle: z.string(),
    headingPath: z.array(z.string()),
    url: z.string().describe('Permalink and anchor, with the segment marked: `/path#section`'),
    text: z.string().describe('Plain text; offsets of citations are in it, UTF-16 units'),
    segmentIds: z.array(z.string()),
    locale: z.string(),
    score: z.number().describe('Fused score; comparable inside one answer only'),
  })
  .meta({ id: 'Passage' });

/** A citation: a quote that stands verbatim in a passage. */
export const citationSchema = z
  .object({
    marker: z.int().min(1).describe('The number in the text, `[1]`'),
    passageId: z.string(),
    chapterId: z.string(),
    chapterTitle: z.string(),
    headingPath: z.array(z.string()),
    url: z.string(),
    segmentId: z.string().describe('The segment in which the quote begins'),
    quote: z.string().describe('Equal to passage.text.slice(start, end)'),
    start: z.int().min(0),
    end: z.int().min(0),
    original: z
      .object({
        url: z.string().describe('Permalink and anchor of the section'),
        segmentId: z.string().optional().describe('The segment that was translated; left out where it is not known'),
        locale: z.string(),
      })
      .optional()
      .describe('The same place in the edition that the cited one was translated from'),
  })
  .meta({ id: 'Citation' });

/** How the answer was made. */
export const answerModeSchema = z.enum(['llm', 'extractive', 'refusal']);
/** Why the answer is not what it could be. */
export const noticeSchema = z.enum(['keyless', 'provider_failed', 'budget_spent', 'low_confidence', 'locale_fallback']);

/** The model that writes an answer. */
export const answerWriterSchema = z
  .object({
    provider: z.string().describe('Name of the provider that gets the question').meta({ example: 'openai' }),
    model: z.string().meta({ example: 'gpt-4o-mini' }),
  })
  .meta({ id: 'AnswerWriter' });

/** First event: who answers, and from what. */
export const metaEventSchema = z.object({
  messageId: z.uuid(),
  sessionId: z.uuid().nullable().describe('null when nothing is kept'),
  mode: answerModeSchema,
  notice: noticeSchema.optional(),
  writer: answerWriterSchema.optional().describe('With mode llm'),
  context: z
    .array(passageSchema)
    .describe('Every passage the answer may use, with the text that the model gets; on a refusal the nearest sections'),
});
/** A piece of the answer’s text (Markdown subset; quotes are `>` blocks followed by their `[n]`). */
export const deltaEventSchema = z.object({ text: z.string() });
/** A verified citation; always before the delta that holds its marker. */
export const citationEventSchema = citationSchema;
/** Range of the text since the last replace that no passage supports, UTF-16 units. */
export const unsupportedEventSchema = z.object({ start: z.int().min(0), end: z.int().min(0) });
/** Discard text, citations and flags so far. */
export const replaceEventSchema = z.object({ mode: answerModeSchema, notice: noticeSchema });
/** What the answer took; tokens and USD only for admins. */
export const usageEventSchema = z.object({
  cached: z.boolean(),
  answersLeft: z.int().min(0).optional().describe('Model answers left today, when limited'),
  writer: answerWriterSchema
    .optional()
    .describe('The model that wrote the answer, when it is another than the one that `meta` named'),
  inputTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  costUsd: z.number().optional(),
});
/** Last event of a good stream. */
export const doneEventSchema = z.object({
  finishReason: z.enum(['stop', 'length', 'abandoned', 'stopped', 'refused']),
  suggestions: z.array(z.string()).describe('Next questions'),
});

/** An answer, whole: the same stream folded. */
export const chatResponseSchema = z
  .object({
    messageId: z.uuid(),
    sessionId: z.uuid().nullable(),
    mode: answerModeSchema,
    notice: noticeSchema.optional(),
    writer: answerWriterSchema.optional(),
    text: z.string(),
    citations: z.array(citationSchema),
    unsupported: z.array(unsupportedEventSchema),
    context: z.array(passageSchema),
    usage: usageEventSchema,
    suggestions: z.array(z.string()),
  })
  .meta({ id: 'ChatResponse' });

/** A conversation in the list. */
export const chatSessionSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    messageCount: z.int().min(0),
  })
  .meta({ id: 'ChatSession' });

/** One stored message. */
export const chatMessageSchema = z
  .object({
    id: z.uuid(),
    parentMessageId: z.uuid().nullable(),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
    createdAt: z.iso.datetime(),
    mode: answerModeSchema.optional(),
    notice: noticeSchema.optional(),
    scope: scopeSchema.optional(),
    citations: z.array(citationSchema).describe('Snapshots: they survive re-indexing'),
    unsupported: z.array(unsupportedEventSchema).optional().describe('Sentences that no passage supports'),
    writer: answerWriterSchema.optional(),
    finishReason: doneEventSchema.shape.finishReason.optional(),
  })
  .meta({ id: 'ChatMessage' });

/** A conversation with its messages, oldest first. */
export const chatSessionDetailSchema = chatSessionSchema
  .extend({ messages: z.array(chatMessageSchema) })
  .meta({ id: 'ChatSessionDetail' });

/** A page of conversations, newest first. */
export const chatSessionPageSchema = paginatedSchema(chatSessionSchema, 'ChatSessionPage');
/** Parameters of routes about one conversation. */
export const chatSessionParamsSchema = z.strictObject({ id: z.uuid().describe('Id of the conversation') });
/** Query of a conversation's export. */
export const chatSessionExportQuerySchema = z.strictObject({
  leaf: z.uuid().optional().describe('Message that the exported branch ends with; left out: the last one'),
});
/** Parameters of routes about one message. */
export const chatMessageParamsSchema = z.strictObject({ id: z.uuid().describe('Id of the answer') });
/** Change of a conversation. */
export const chatSessionPatchSchema = z
  .strictObject({ title: z.string().trim().min(1).max(120).describe('Its new name') })
  .meta({ id: 'ChatSessionPatch' });

/** What was good or bad about an answer. */
export const FEEDBACK_TAGS = [
  'helpful',
  'clear',
  'wrong',
  'unsupported',
  'incomplete',
  'off_topic',
  'unclear',
] as const;

/** Rating of an answer. */
export const feedbackRequestSchema = z
  .strictObject({
    rating: z.enum(['up', 'down']),
    tags: z.array(z.enum(FEEDBACK_TAGS)).max(FEEDBACK_TAGS.length).default([]),
    note: z.string().max(1000).default(''),
  })
  .meta({ id: 'FeedbackRequest' });

/** Answer of `POST /chat/ws-ticket`: lets one socket in without a cookie. */
export const webSocketTicketSchema = z
  .object({
    ticket: z.string().describe('For `/chat/ws?ticket=…`, once'),
    expiresAt: z.iso.datetime().describe('60 seconds from now, UTC'),
  })
  .meta({ id: 'WebSocketTicket' });

/**
 * A challenge of work, in the form of ALTCHA 2. To solve it, find the `counter` below `data.maxCounter` for which the
 * SHA-256 of salt, nonce and counter (bytes of the two hex texts, then four bytes, high byte first) begins with
 * `keyPrefix`. The proof is base64 of the JSON `{challenge, solution: {counter, derivedKey}}`, with the whole challenge
 * as it came and the hash in hex.
 */
export const proofChallengeSchema = z
  .object({
    parameters: z.object({
      algorithm: z.literal('SHA-256'),
      cost: z.literal(1).describe('Rounds of the hash'),
      data: z.object({ maxCounter: z.int().describe('The counter is below this') }),
      expiresAt: z.int().describe('Seconds since 1970; a proof is taken until then, once'),
      keyLength: z.literal(32),
      keyPrefix: z.string().regex(/^[0-9a-f]{32}$/),
      nonce: z.string().regex(/^[0-9a-f]{32}$/),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
    }),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: 'ProofChallenge' });

/** A frame from the client over `/chat/ws`. */
export const webSocketMessageSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('ask'), requestId: z.uuid(), request: chatRequestSchema }),
    z.strictObject({ type: z.literal('stop'), requestId: z.uuid(), messageId: z.uuid() }),
    z.strictObject({
      type: z.literal('resume'),
      requestId: z.uuid(),
      messageId: z.uuid(),
      lastEventId: z.string().max(80).optional().describe('The last event that was seen; left out: from the start'),
    }),
    z.strictObject({ type: z.literal('ping'), requestId: z.uuid() }),
  ])
  .meta({ id: 'WebSocketMessage' });

/** Where an answer may come from: see {@link scopeSchema}. */
export type Scope = z.infer<typeof scopeSchema>;
/** A scope as it is sent, defaults left out. */
export type ScopeInput = z.input<typeof scopeSchema>;
/** A question, checked: see {@link chatRequestSchema}. */
export type ChatRequest = z.infer<typeof chatRequestSchema>;
/** A question as it is sent, defaults left out. */
export type ChatRequestInput = z.input<typeof chatRequestSchema>;
/** What can be cited: see {@link passageSchema}. */
export type Passage = z.infer<typeof passageSchema>;
/** A citation: see {@link citationSchema}. */
export type Citation = z.infer<typeof citationSchema>;
/** How an answer was made. */
export type AnswerMode = z.infer<typeof answerModeSchema>;
/** Why an answer is not what it could be. */
export type Notice = z.infer<typeof noticeSchema>;
/** The model that writes an answer. */
export type AnswerWriterName = z.infer<typeof answerWriterSchema>;
/** An answer, whole: see {@link chatResponseSchema}. */
export type ChatResponse = z.infer<typeof chatResponseSchema>;
/** A challenge of work: see {@link proofChallengeSchema}. */
export type ProofChallenge = z.infer<typeof proofChallengeSchema>;
/** A conversation in the list. */
export type ChatSession = z.infer<typeof chatSessionSchema>;
/** One stored message. */
export type ChatMessage = z.infer<typeof chatMessageSchema>;
/** A conversation with its messages. */
export type ChatSessionDetail = z.infer<typeof chatSessionDetailSchema>;
/** A frame from the client: see {@link webSocketMessageSchema}. */
export type WebSocketMessage = z.infer<typeof webSocketMessageSchema>;
/** Lets one socket in: see {@link webSocketTicketSchema}. */
export type WebSocketTicket = z.infer<typeof webSocketTicketSchema>;
