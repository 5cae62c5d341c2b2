/** Variables that bound use: rates, money, features, how long things are kept. */
import { defineSettings, flag, number, wholeNumber } from './setting-entry.ts';

/** Requests per address. IPv6 addresses count by their /64 network. */
export const RATE_SETTINGS = defineSettings({
  RATE_LIMIT_PER_MINUTE: {
    description: 'API requests per address; 0 turns the limit off.',
    unit: 'requests per minute',
    default: '300',
    feature: 'limits',
    example: '600',
    schema: wholeNumber(0, 1_000_000),
  },
  RATE_LIMIT_ASK_PER_MINUTE: {
    description: 'Questions per address; 0 turns the limit off.',
    unit: 'questions per minute',
    default: '30',
    feature: 'limits',
    example: '60',
    schema: wholeNumber(0, 1_000_000),
  },
});

/** Money that providers may cost. No call is made without a reservation against these. */
export const BUDGET_SETTINGS = defineSettings({
  BUDGET_USD_PER_DAY: {
    description: 'Most that all providers together may cost in a day (UTC).',
    unit: 'USD',
    default: '2',
    feature: 'budget',
    planned: true,
    example: '10',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_MONTH: {
    description: 'Most that all providers together may cost in a calendar month (UTC).',
    unit: 'USD',
    default: '20',
    feature: 'budget',
    planned: true,
    example: '100',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_USER: {
    description: 'Most that one reader may cost in a day (UTC).',
    unit: 'USD',
    default: '0.25',
    feature: 'budget',
    planned: true,
    example: '0.5',
    schema: number(0, 1_000_000),
  },
});

/** Switches of whole features. */
export const FEATURE_SETTINGS = defineSettings({
  FEATURE_CHAT: {
    description: 'Asking the book.',
    default: 'true',
    feature: 'features',
    example: 'false',
    schema: flag(),
  },
  FEATURE_ACCOUNTS: {
    description: 'Accounts and sign-in.',
    default: 'true',
    feature: 'features',
    planned: true,
    example: 'false',
    schema: flag(),
  },
  FEATURE_PERSONALIZATION: {
    description: 'Chapters adapted to the reader.',
    default: 'true',
    feature: 'features',
    planned: true,
    example: 'false',
    schema: flag(),
  },
  FEATURE_TRANSLATION: {
    description: 'Chapters in the reader’s language.',
    default: 'true',
    feature: 'features',
    planned: true,
    example: 'false',
    schema: flag(),
  },
  FEATURE_LEARNING: {
    description: 'Progress, quizzes, notes and reviews.',
    default: 'true',
    feature: 'features',
    planned: true,
    example: 'false',
    schema: flag(),
  },
  FEATURE_ADMIN: {
    description: 'Admin pages.',
    default: 'true',
    feature: 'features',
    planned: true,
    example: 'false',
    schema: flag(),
  },
  FEATURE_API_REFERENCE: {
    description: 'The API reference at /docs and the description at /openapi.json.',
    default: 'true',
    feature: 'features',
    example: 'false',
    schema: flag(),
  },
});

const keptFor = (what: string, days: string, example: string) =>
  ({
    description: `How long ${what} are kept; 0 keeps them for ever.`,
    unit: 'days',
    default: days,
    feature: 'retention',
    example,
    schema: wholeNumber(0, 36_500),
  }) as const;

/** How long things are kept; a job deletes what is past its days. */
export const RETENTION_SETTINGS = defineSettings({
  RETENTION_DAYS_CHAT: keptFor('conversations of anonymous readers, counted from the last message,', '90', '30'),
  RETENTION_DAYS_QUESTIONS: { ...keptFor('questions in the authors’ statistics', '180', '90'), planned: true },
  RETENTION_DAYS_METRICS: { ...keptFor('figures of API use', '30', '90'), planned: true },
  RETENTION_DAYS_AUDIT: { ...keptFor('entries of the audit log', '365', '730'), planned: true },
});
