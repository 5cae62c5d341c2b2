/** Why Google gave no translation, in our own words. */
import { z } from 'zod';
import { ProviderFault, readRetryAfter } from '../provider-fault.ts';
import type { TranslatorFailureKind } from './translator.port.ts';

/** A fault on the way to Google or back. */
export class GoogleFault extends ProviderFault<TranslatorFailureKind> {
  override readonly name = 'GoogleFault';
}

/**
 * The error of both versions: v2 has `errors` with a reason, v3 a `status` and `details`.
 * @see https://cloud.google.com/apis/design/errors
 */
const errorSchema = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().default(''),
    errors: z.array(z.object({ reason: z.string().default('') })).default([]),
    details: z.array(z.object({ reason: z.string().default('') })).default([]),
  }),
});

/** A quota of the day, in the words of either version. */
const DAY_QUOTA = /daily|perday|per day/i;
/** A quota of the minute. */
const RATE_QUOTA = /rate.?limit|quota|RESOURCE_EXHAUSTED/i;
const BAD_LANGUAGE = /language|target|source/i;

/** What a response that is none says. @param body Its text; it stays here */
export function faultOfGoogleResponse(status: number, body: string, retryAfter: string | null): GoogleFault {
  const parsed = errorSchema.safeParse(parseJson(body)).data?.error;
  const words = [parsed?.message, parsed?.status, ...(parsed?.errors ?? []).map(({ reason }) => reason)];
  const said = [...words, ...(parsed?.details ?? []).map(({ reason }) => reason)].join(' ');
  return new GoogleFault(kindOf(status, said), `HTTP ${status}`, {
    billable: false,
    retryAfterMs: readRetryAfter(retryAfter),
  });
}

/** Google tells of a spent quota by 403 as well as by 429: only its words keep it from a wrong key. */
function kindOf(status: number, said: string): TranslatorFailureKind {
  if (status === 429 || status === 403) {
    if (DAY_QUOTA.test(said)) return 'quota_spent';
    if (status === 429 || RATE_QUOTA.test(said)) return 'rate_limited';
    return 'unauthorized';
  }
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status >= 500 || status === 408) return 'unavailable';
  if (status === 413) return 'too_large';
  if (status >= 300 && status < 400) return 'broken';
  // v2 says `API_KEY_INVALID` with 400.
  if (/API_KEY|api key/i.test(said)) return 'unauthorized';
  return BAD_LANGUAGE.test(said) ? 'unsupported_language' : 'bad_request';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
