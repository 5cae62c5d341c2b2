/** What a reader may ask about themself: all that is stored, its deletion, and who gets what. */
import { z } from 'zod';
import { mailNoticeSchema, PASSWORD_LENGTH } from './auth.ts';

/** Version of the export's outer shape. */
export const EXPORT_VERSION = 1;

/**
 * Outer shape of `GET /me/export`: one JSON document, streamed. Each feature has its own key with a list of what it
 * keeps; which keys there are depends on what the server has switched on.
 */
export const meExportSchema = z
  .object({
    exportVersion: z.literal(EXPORT_VERSION),
    exportedAt: z.iso.datetime().describe('When the export began, UTC'),
    server: z.string().describe('Origin that the export is from').meta({ example: 'https://book.example' }),
    identity: z.object({ id: z.uuid(), kind: z.enum(['anonymous', 'account']) }),
    complete: z.literal(true).describe('Last key of the document: without it the download was cut'),
  })
  .catchall(z.unknown())
  .meta({ id: 'MeExport' });

/** Body of `DELETE /me`. An account confirms; an anonymous reader need not. */
export const meDeletionRequestSchema = z
  .strictObject({
    password: z
      .string()
      .min(1)
      .max(PASSWORD_LENGTH.max)
      .optional()
      .describe('The account’s password; not needed in a session younger than 5 minutes'),
    confirmByEmail: z
      .boolean()
      .default(false)
      .describe('true: a link is mailed to the account’s address; nothing is deleted before it is used'),
    returnTo: z
      .string()
      .max(500)
      .regex(/^\/(?![/\\])[^\s\\#]*$/, 'must be a path of this site')
      .default('/account/data')
      .describe('Page that the mailed link opens, a path of this site; it gets the token as `#deletion=…`'),
    token: z
      .string()
      .min(20)
      .max(200)
      .optional()
      .describe('From the mailed link: deletes its account, signed in or not; works once, for an hour'),
  })
  .meta({ id: 'MeDeletionRequest' });

/** Answer of `DELETE /me`. */
export const meDeletionResponseSchema = z
  .object({
    status: z
      .enum(['deleted', 'mailed'])
      .describe('deleted: all is gone, and so is the session; mailed: a link to confirm is on its way'),
    mail: mailNoticeSchema.nullable().describe('With mailed: what becomes of the mail; else null'),
  })
  .meta({ id: 'MeDeletionResponse' });

/** One kind of thing that is kept. */
export const keptDataSchema = z
  .object({
    kind: z
      .enum([
        'conversations',
        'questions',
        'answer_cache',
        'profile',
        'learning',
        'account',
        'unverified_account',
        'session',
        'usage',
        'metrics',
        'audit',
        'mail',
        'server_log',
        'identity_cookie',
      ])
      .describe('What is kept; pages have the words for it'),
    days: z
      .int()
      .min(0)
      .nullable()
      .describe('After how many days it is deleted; null: when its owner deletes it; 0: never, it is not kept at all'),
    personal: z.boolean().describe('false: holds nothing that tells who the reader is'),
    accountsKeep: z
      .boolean()
      .describe('true: the days are for readers without an account; an account keeps its own until it deletes it'),
  })
  .meta({ id: 'KeptData' });

/** One service outside of this server. */
export const dataRecipientSchema = z
  .object({
    purpose: z
      .enum(['answers', 'embeddings', 'translation', 'mail', 'database', 'cache', 'sign_in'])
      .describe('What it is asked for'),
    provider: z.string().describe('Its name').meta({ example: 'OpenAI' }),
    host: z
      .string()
      .nullable()
      .describe('Host of an address that the operator set; null: the provider’s own')
      .meta({ example: 'api.openai.com' }),
    model: z.string().nullable().describe('Model that is asked; null: none').meta({ example: 'gpt-5-mini' }),
    gets: z
      .array(z.enum(['question', 'passages', 'history', 'profile', 'text', 'address', 'name', 'stored']))
      .describe('What is sent to it; `stored`: all that is kept here'),
    local: z.boolean().describe('It runs on this machine or in its own network: nothing leaves it'),
  })
  .meta({ id: 'DataRecipient' });

/** Answer of `GET /me/privacy`, made from the settings. */
export const privacyResponseSchema = z
  .object({
    kept: z.array(keptDataSchema),
    recipients: z.array(dataRecipientSchema).describe('Empty: nothing leaves this server'),
    cookies: z
      .array(
        z.object({
          name: z.string().meta({ example: 'lectern-id' }),
          purpose: z.enum(['identity', 'session']),
          days: z.int().min(0).describe('Until it ends by itself'),
        }),
      )
      .describe('Set only by the first thing that is stored'),
    thirdPartyRequests: z.literal(false).describe('Pages load nothing from other hosts'),
    incognito: z.boolean().describe('Questions can be asked without being stored'),
  })
  .meta({ id: 'PrivacyResponse' });

/** Outer shape of an export: see {@link meExportSchema}. */
export type MeExport = z.infer<typeof meExportSchema>;
/** Body of `DELETE /me`. */
export type MeDeletionRequest = z.input<typeof meDeletionRequestSchema>;
/** Answer of `DELETE /me`. */
export type MeDeletionResponse = z.infer<typeof meDeletionResponseSchema>;
/** One kind of thing that is kept. */
export type KeptData = z.infer<typeof keptDataSchema>;
/** One service outside of this server. */
export type DataRecipient = z.infer<typeof dataRecipientSchema>;
/** Answer of `GET /me/privacy`: see {@link privacyResponseSchema}. */
export type PrivacyResponse = z.infer<typeof privacyResponseSchema>;
