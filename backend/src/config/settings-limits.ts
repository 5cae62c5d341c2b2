/** Variables that bound use: rates, money, features, how long things are kept. */
import { z } from 'zod';
import { defineSettings, flag, listOf, number, text, wholeNumber } from './setting-entry.ts';

/** Features that may cost money, as BUDGET_USD_PER_FEATURE names them. */
export const PAID_FEATURES = ['chat', 'personalization', 'translation', 'embeddings', 'evaluation'] as const;

type FeatureAmount = readonly [(typeof PAID_FEATURES)[number], number];

/** `chat=1.5` as a pair of the feature and USD. */
const amountOfFeature = z.string().transform((value, context): FeatureAmount => {
  const [name, usd = ''] = value.split('=', 2);
  const feature = PAID_FEATURES.find((candidate) => candidate === name);
  if (feature !== undefined && /^\d+(\.\d+)?$/.test(usd)) return [feature, Number(usd)];
  context.addIssue(`must be a list of feature=USD, features ${PAID_FEATURES.join(', ')}`);
  return z.NEVER;
});

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
  ANSWERS_PER_DAY: {
    description: 'Answers that a model writes for one reader in a day (UTC); after them come quotes. 0 turns it off.',
    unit: 'answers',
    default: '50',
    feature: 'limits',
    example: '20',
    schema: wholeNumber(0, 1_000_000),
  },
  ANSWERS_PER_ADDRESS_PER_DAY: {
    description:
      'Answers that a model writes for one address in a day (UTC): a class may share an address. 0 turns it off.',
    unit: 'answers',
    default: '1000',
    feature: 'limits',
    example: '200',
    schema: wholeNumber(0, 1_000_000),
  },
  PROOF_AFTER_PER_MINUTE: {
    description:
      'Model answers per address after which the browser has to work a second for each further one, so that bots pay. 0 turns it off.',
    unit: 'answers per minute',
    default: '10',
    feature: 'limits',
    example: '30',
    schema: wholeNumber(0, 1_000_000),
  },
  PROOF_DIFFICULTY: {
    description: 'How much the browser has to work for a proof: half of it on average, about a second on a phone.',
    unit: 'hashes',
    default: '50000',
    feature: 'limits',
    example: '100000',
    schema: wholeNumber(1000, 10_000_000),
  },
});

/** Money that providers may cost. No call is made without a reservation against these. */
export const BUDGET_SETTINGS = defineSettings({
  BUDGET_USD_PER_DAY: {
    description: 'Most that all providers together may cost in a day (UTC).',
    unit: 'USD',
    default: '2',
    feature: 'budget',
    example: '10',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_MONTH: {
    description: 'Most that all providers together may cost in a calendar month (UTC).',
    unit: 'USD',
    default: '20',
    feature: 'budget',
    example: '100',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_USER: {
    description: 'Most that one reader may cost in a day (UTC).',
    unit: 'USD',
    default: '0.25',
    feature: 'budget',
    example: '0.5',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_ADDRESS: {
    description: 'Most that all readers behind one address may cost in a day (UTC).',
    unit: 'USD',
    default: '1',
    feature: 'budget',
    example: '0.5',
    schema: number(0, 1_000_000),
  },
  BUDGET_USD_PER_FEATURE: {
    description: 'Most that single features may cost in a day (UTC); the others share what BUDGET_USD_PER_DAY leaves.',
    unit: 'USD',
    default: '',
    feature: 'budget',
    example: 'chat=1.5,embeddings=0.2',
    schema: listOf(amountOfFeature),
  },
  PRICES_FILE: {
    description:
      'JSON file of prices that adds to and overrides those of backend/src/usage/prices.json, in the same form. A model without a price is refused; one of your own costs 0.',
    feature: 'budget',
    example: './prices.json',
    schema: text(),
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
    example: 'false',
    schema: flag(),
  },
  FEATURE_LEARNING: {
    description: 'Progress, quizzes, notes and reviews.',
    default: 'true',
    feature: 'features',
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
  FEATURE_MCP: {
    description: 'The Model Context Protocol at /mcp: assistants of readers search, read and ask the book.',
    default: 'true',
    feature: 'features',
    example: 'false',
    schema: flag(),
  },
  MCP_MODEL_ANSWERS: {
    description:
      'Whether a model may write the answers of /mcp, at your cost. Otherwise they are quotes: the asking assistant is a model itself.',
    default: 'false',
    feature: 'features',
    example: 'true',
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
  RETENTION_DAYS_LEARNING: keptFor(
    'progress, quiz results, reviews, bookmarks and notes of anonymous readers, counted from the last one,',
    '180',
    '90',
  ),
  RETENTION_DAYS_QUESTIONS: { ...keptFor('questions in the authors’ statistics', '180', '90'), planned: true },
  RETENTION_DAYS_USAGE: keptFor('receipts of single calls of providers', '365', '730'),
  RETENTION_DAYS_METRICS: { ...keptFor('figures of API use', '30', '90'), planned: true },
  RETENTION_DAYS_UNVERIFIED: keptFor('accounts whose address was never confirmed', '7', '30'),
  RETENTION_DAYS_MAIL: keptFor('mails that could not be delivered (address and reason, without their link)', '14', '7'),
  RETENTION_DAYS_AUDIT: { ...keptFor('entries of the audit log', '365', '730'), planned: true },
});
