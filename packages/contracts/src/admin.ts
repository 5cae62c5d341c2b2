/** What authors and admins see and do. */
import { z } from 'zod';
import { roleSchema, userResponseSchema } from './auth.ts';
import { answerModeSchema, passageSchema, scopeSchema } from './chat.ts';
import { metricsResponseSchema } from './metrics.ts';
import { paginatedSchema } from './pagination.ts';
import { supportedLanguageSchema } from './translation.ts';

/** Answer of `GET /admin/overview`. */
export const adminOverviewSchema = z
  .object({
    metrics: metricsResponseSchema,
    readers: z.int().min(0).describe('Identities seen in the last 30 days'),
    accounts: z.int().min(0),
    indexVersion: z.int().min(0),
    budget: z.object({
      spentTodayUsd: z.number().min(0),
      spentThisMonthUsd: z.number().min(0),
      perDayUsd: z.number().min(0),
      perMonthUsd: z.number().min(0),
    }),
  })
  .meta({ id: 'AdminOverview' });

/** One call of a provider in the ledger. */
export const usageEntrySchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime().describe('UTC'),
    feature: z.enum(['chat', 'personalization', 'translation', 'embeddings']),
    provider: z.string(),
    model: z.string(),
    inputTokens: z.int().min(0),
    outputTokens: z.int().min(0),
    costUsd: z.number().min(0).describe('USD'),
    state: z.enum(['reserved', 'settled', 'released', 'estimated']),
  })
  .meta({ id: 'UsageEntry' });

/** What was spent on one day. */
export const dailyCostSchema = z
  .object({
    day: z.iso.date().describe('UTC'),
    feature: z.string(),
    model: z.string(),
    calls: z.int().min(0),
    costUsd: z.number().min(0).describe('USD'),
  })
  .meta({ id: 'DailyCost' });

/** A question with how it was answered. */
export const questionRecordSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime().describe('UTC'),
    question: z.string(),
    scope: scopeSchema,
    locale: z.string(),
    mode: answerModeSchema,
    answerability: z.number().min(0).max(1).describe('How well the book covers it'),
    latencyMs: z.number().min(0).describe('To the end of the answer, milliseconds'),
    costUsd: z.number().min(0).describe('USD'),
    passages: z.array(passageSchema),
    rating: z.enum(['up', 'down']).nullable(),
  })
  .meta({ id: 'QuestionRecord' });

/** What a reader thought of an answer. */
export const feedbackRecordSchema = z
  .object({
    messageId: z.uuid(),
    at: z.iso.datetime().describe('UTC'),
    rating: z.enum(['up', 'down']),
    tags: z.array(z.string()),
    note: z.string(),
  })
  .meta({ id: 'FeedbackRecord' });

/** State of the search index. */
export const indexStatusSchema = z
  .object({
    version: z.int().min(0).describe('Version that answers now; 0: none'),
    building: z.int().min(1).nullable().describe('Version that is being built'),
    chapters: z.int().min(0),
    chunks: z.int().min(0),
    manifestGeneratedAt: z.iso.datetime().nullable().describe('UTC'),
    builtAt: z.iso.datetime().nullable().describe('UTC'),
    lastError: z.string().nullable().describe('Why the last build failed'),
  })
  .meta({ id: 'IndexStatus' });

/** An entry of the translation memory. */
export const translationEntrySchema = z
  .object({
    id: z.uuid(),
    hash: z.string().length(43).describe('Hash of the segment'),
    language: supportedLanguageSchema,
    source: z.string(),
    text: z.string(),
    status: z.enum(['machine', 'reviewed', 'locked', 'outdated']),
    engine: z.string(),
    updatedAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'TranslationEntry' });

/** An adapted segment. */
export const variantEntrySchema = z
  .object({
    id: z.uuid(),
    hash: z.string().length(43).describe('Hash of the segment'),
    profileKey: z.string(),
    text: z.string(),
    status: z.enum(['machine', 'reviewed', 'locked', 'outdated']),
    updatedAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'VariantEntry' });

/** A switch of a feature. */
export const featureFlagSchema = z
  .strictObject({
    name: z.string().min(1).max(60).meta({ example: 'personalization' }),
    enabled: z.boolean(),
    description: z.string().max(300).default(''),
  })
  .meta({ id: 'FeatureFlag' });

/** Body of `PATCH /admin/users/:id`. */
export const userRoleChangeSchema = z.strictObject({ role: roleSchema }).meta({ id: 'UserRoleChange' });

/** What was done by whom. */
export const auditEntrySchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime().describe('UTC'),
    actorId: z.uuid().nullable().describe('null: the command line'),
    action: z.string().meta({ example: 'index.rebuild' }),
    target: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

/** Page of `GET /admin/usage`. */
export const usagePageSchema = paginatedSchema(usageEntrySchema, 'UsagePage');
/** Page of `GET /admin/questions`. */
export const questionPageSchema = paginatedSchema(questionRecordSchema, 'QuestionPage');
/** Page of `GET /admin/feedback`. */
export const feedbackPageSchema = paginatedSchema(feedbackRecordSchema, 'FeedbackPage');
/** Page of `GET /admin/users`. */
export const userPageSchema = paginatedSchema(userResponseSchema, 'UserPage');
/** Page of `GET /admin/audit`. */
export const auditPageSchema = paginatedSchema(auditEntrySchema, 'AuditPage');
/** Page of `GET /admin/translations`. */
export const translationPageSchema = paginatedSchema(translationEntrySchema, 'TranslationPage');
/** Page of `GET /admin/variants`. */
export const variantPageSchema = paginatedSchema(variantEntrySchema, 'VariantPage');

/** Answer of `GET /admin/overview`. */
export type AdminOverview = z.infer<typeof adminOverviewSchema>;
/** One call of a provider. */
export type UsageEntry = z.infer<typeof usageEntrySchema>;
/** What was spent on one day. */
export type DailyCost = z.infer<typeof dailyCostSchema>;
/** A question with how it was answered. */
export type QuestionRecord = z.infer<typeof questionRecordSchema>;
/** What a reader thought of an answer. */
export type FeedbackRecord = z.infer<typeof feedbackRecordSchema>;
/** State of the search index. */
export type IndexStatus = z.infer<typeof indexStatusSchema>;
/** An entry of the translation memory. */
export type TranslationEntry = z.infer<typeof translationEntrySchema>;
/** An adapted segment. */
export type VariantEntry = z.infer<typeof variantEntrySchema>;
/** A switch of a feature. */
export type FeatureFlag = z.infer<typeof featureFlagSchema>;
/** What was done by whom. */
export type AuditEntry = z.infer<typeof auditEntrySchema>;
