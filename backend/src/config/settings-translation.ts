/** Variables of the translation engines: which are asked, in which order, and where. */
import { z } from 'zod';
import { defineSettings, listOf, number, oneOf, text, url, wholeNumber } from './setting-entry.ts';
import { LLM_MODEL_REFERENCE } from './settings-llm.ts';

/** Engines by name. */
export const TRANSLATION_ENGINES = ['google-v3', 'google-v2', 'llm', 'pseudo'] as const;
/** Name of an engine. */
export type TranslationEngineName = (typeof TRANSLATION_ENGINES)[number];

/** The parts of a service account's key file that are needed. */
export const googleAccountSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
  project_id: z.string().min(1).optional(),
});
/** A service account's key file: see {@link googleAccountSchema}. */
export type GoogleAccountKey = z.output<typeof googleAccountSchema>;

const NO_ACCOUNT = 'must be the JSON of a service account’s key file (type service_account)';
const accountText: z.ZodType<GoogleAccountKey, string> = z.string().transform((value, context) => {
  try {
    return googleAccountSchema.parse(JSON.parse(value));
  } catch {
    context.addIssue(NO_ACCOUNT);
    return z.NEVER;
  }
});

const resourceId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,98}$/i, 'must be letters, digits, ., _ and - only');
/** The longest texts of one request to Google, in characters; half of what it takes. */
const MOST_BATCH_CHARACTERS = 15_000;
const MOST_BATCH_SEGMENTS = 100;

/** Translation beyond the shipped memory. */
export const TRANSLATION_SETTINGS = defineSettings({
  TRANSLATION_ENGINES: {
    description:
      'Engines that translate what the memory does not hold, in the order in which they are asked. none: only the memory. pseudo writes what looks translated and is not, for tests.',
    derived:
      'google-v3 with a service account and a project, google-v2 with an API key, llm with a model; those that are set',
    feature: 'translation',
    example: 'google-v3, llm',
    schema: listOf(oneOf(['none', ...TRANSLATION_ENGINES])).refine(
      (engines) => !engines.includes('none') || engines.length === 1,
      'must be none alone, or a list of engines',
    ),
  },
  TRANSLATION_MODEL: {
    description: 'Language model that translates, as provider:model.',
    derived: 'the models that write answers',
    feature: 'translation',
    example: 'openai:gpt-4.1-mini',
    schema: LLM_MODEL_REFERENCE,
  },
  GOOGLE_TRANSLATE_API_KEY: {
    description: 'API key of Google Cloud Translation (v2).',
    feature: 'translation',
    secret: true,
    example: 'google-api-key',
    schema: text(),
  },
  GOOGLE_APPLICATION_CREDENTIALS: {
    description: 'Path of a service account’s key file, for Google Cloud Translation v3.',
    feature: 'translation',
    example: '/run/secrets/google.json',
    schema: text(),
  },
  GOOGLE_TRANSLATE_CREDENTIALS: {
    description: 'The key file itself (JSON), in the place of GOOGLE_APPLICATION_CREDENTIALS.',
    feature: 'translation',
    secret: true,
    example:
      '{"type":"service_account","project_id":"my-project","client_email":"lectern@my-project.iam.gserviceaccount.com","private_key":"-----BEGIN PRIVATE KEY-----\\n…\\n-----END PRIVATE KEY-----\\n"}',
    schema: accountText,
  },
  GOOGLE_TRANSLATE_PROJECT: {
    description: 'Google Cloud project that translates (v3).',
    derived: 'the project of the key file',
    feature: 'translation',
    example: 'my-project',
    schema: resourceId,
  },
  GOOGLE_TRANSLATE_LOCATION: {
    description: 'Where v3 translates: global, or the region of the glossary.',
    derived: 'us-central1 with a glossary, otherwise global',
    feature: 'translation',
    example: 'us-central1',
    schema: resourceId,
  },
  GOOGLE_TRANSLATE_GLOSSARY: {
    description: 'Id of a glossary of the project (v3). Terms of the book’s own glossary are then left to it.',
    feature: 'translation',
    example: 'robotics-en-ur',
    schema: resourceId,
  },
  GOOGLE_TRANSLATE_MODEL: {
    description:
      'Model of v3. Another one than general/nmt goes by its name in the price table, and needs a price there.',
    derived: 'general/nmt',
    feature: 'translation',
    example: 'general/translation-llm',
    schema: z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,98}$/i, 'must be letters, digits, ., _, - and / only'),
  },
  GOOGLE_TRANSLATE_ENDPOINT: {
    description: 'Address that is asked in the place of Google’s: a private endpoint.',
    feature: 'translation',
    example: 'https://translate-eu.googleapis.com',
    schema: url(['http:', 'https:']),
  },
  TRANSLATION_BATCH_SEGMENTS: {
    description: 'Most segments that are sent in one request.',
    unit: 'segments',
    default: '30',
    feature: 'translation',
    example: '20',
    schema: wholeNumber(1, MOST_BATCH_SEGMENTS),
  },
  TRANSLATION_BATCH_CHARACTERS: {
    description: 'Most text that is sent in one request; Google recommends 5,000.',
    unit: 'characters',
    default: '5000',
    feature: 'translation',
    example: '4000',
    schema: wholeNumber(500, MOST_BATCH_CHARACTERS),
  },
  TRANSLATION_TIMEOUT_SECONDS: {
    description: 'How long Google may take for one request, a second try included. Models have times of their own.',
    unit: 'seconds',
    default: '30',
    feature: 'translation',
    example: '60',
    schema: number(1, 300),
  },
});
