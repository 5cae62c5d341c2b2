/** The two versions of Google Cloud Translation through its official client, behind one function. */
import { z } from 'zod';
import { GoogleFault } from './google-fault.ts';
import type { GoogleDoor } from './google-fetch.ts';

/** Translates HTML texts, in their order. @throws what goes wrong; made inside `GoogleDoor.call` */
export type GoogleCall = (texts: readonly string[], source: string, target: string) => Promise<readonly string[]>;

/** v2: an API key. */
export interface GoogleV2Address {
  readonly apiKey: string;
  /** Base URL in the place of Google's; null: Google's. */
  readonly endpoint: string | null;
}

/** A service account, as in its key file. */
export interface GoogleServiceAccount {
  readonly clientEmail: string;
  /** PEM */
  readonly privateKey: string;
}

/** v3: a service account. */
export interface GoogleV3Address {
  readonly account: GoogleServiceAccount;
  readonly project: string;
  /** `global`, or a region such as `us-central1`: where the glossary is. */
  readonly location: string;
  /** Id of a glossary of the project; null: none. */
  readonly glossary: string | null;
  /** Model id such as `general/nmt`; null: Google's own choice. */
  readonly model: string | null;
  /** Base URL in the place of Google's; null: Google's. */
  readonly endpoint: string | null;
}

const v2AnswerSchema = z.object({
  data: z.object({ translations: z.array(z.object({ translatedText: z.string() })) }),
});

/** Tags where Google's differ from BCP 47 as the book uses it. */
const GOOGLE_TAGS: Readonly<Record<string, string>> = { zh: 'zh-CN' };
const tagOf = (language: string): string => GOOGLE_TAGS[language] ?? language;

/** Opens v2. The client (some 40 MB) is loaded here. */
export async function openGoogleV2({ apiKey, endpoint }: GoogleV2Address, door: GoogleDoor): Promise<GoogleCall> {
  const { v2 } = await import('@google-cloud/translate');
  const base = endpoint === null ? 'https://translation.googleapis.com' : endpoint.replace(/\/+$/, '');

  /** Sends through the door: the client's own transport can neither be aborted nor be given a time-out. */
  class Client extends v2.Translate {
    override request(...[options, callback]: Parameters<InstanceType<typeof v2.Translate>['request']>): void {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'x-goog-api-key': apiKey },
        body: JSON.stringify(options.json),
      };
      door
        .fetch(`${base}/language/translate/v2${options.uri}`, init)
        .then(async (response) => v2AnswerSchema.parse(await response.json()))
        .then(
          (body) => callback(null, body),
          (error) => callback(error instanceof Error ? error : new Error('no answer')),
        );
    }
  }
  const client = new Client({ key: apiKey });
  return async (texts, source, target) => {
    const [translations] = await client.translate(Array.from(texts), {
      from: tagOf(source),
      to: tagOf(target),
      format: 'html',
    });
    return translations;
  };
}

/** Opens v3. The client is loaded here; it speaks REST, not gRPC. */
export async function openGoogleV3(address: GoogleV3Address, door: GoogleDoor): Promise<GoogleCall> {
  const { account, project, location, glossary, model, endpoint } = address;
  const { TranslationServiceClient } = await import('@google-cloud/translate');
  const client = new TranslationServiceClient({
    fallback: true,
    projectId: project,
    credentials: { client_email: account.clientEmail, private_key: account.privateKey },
    clientOptions: { transporterOptions: { fetchImplementation: door.fetch } },
    ...(endpoint === null ? {} : serverOf(endpoint)),
  });
  const parent = `projects/${project}/locations/${location}`;
  const extras = {
    ...(model === null ? {} : { model: `${parent}/models/${model}` }),
    ...(glossary === null ? {} : { glossaryConfig: { glossary: `${parent}/glossaries/${glossary}` } }),
  };
  return async (texts, source, target) => {
    const [answer] = await client.translateText(
      {
        parent,
        contents: Array.from(texts),
        mimeType: 'text/html',
        sourceLanguageCode: tagOf(source),
        targetLanguageCode: tagOf(target),
        ...extras,
      },
      { maxRetries: 0 },
    );
    const translations = (glossary === null ? null : answer.glossaryTranslations) ?? answer.translations ?? [];
    return translations.map(({ translatedText }) => {
      if (typeof translatedText === 'string') return translatedText;
      throw new GoogleFault('broken', 'an answer without text', { billable: true });
    });
  };
}

/** A base URL in the words of the client. */
function serverOf(endpoint: string): { apiEndpoint: string; port: number; protocol: string } {
  const { protocol, hostname, port } = new URL(endpoint);
  const scheme = protocol.replace(':', '');
  return { apiEndpoint: hostname, port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port), protocol: scheme };
}
