/** How often signing in, signing up and mails may be tried: by address, and by account. */
import { createHmac } from 'node:crypto';
import { RateLimitError } from '../../config/app-error.ts';
import type { Settings } from '../../config/settings.ts';
import type { RateCounter } from '../../middleware/rate-counter.ts';
import { limitedAddress } from '../../middleware/rate-limit.ts';
import type { ProofGate } from '../../usage/index.ts';
import type { AuthLimit } from './auth-endpoint.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Above the limit of an account a proof of work opens it to its owner; above so many times the limit nothing does. */
const HARD_FACTOR = 10;
/** Mails to one address, as a part of the attempts to sign in to it. */
const MAIL_PART = 5;

/** What the limits need. */
export interface AuthLimitsDeps {
  readonly settings: Settings['signIn'];
  readonly counter: RateCounter;
  readonly proofGate: Pick<ProofGate, 'prove'>;
  /** Hides addresses in what is counted, 32 bytes. */
  readonly key: Buffer;
}

/** One attempt. */
export interface Attempt {
  readonly limit: AuthLimit;
  /** Of the client. */
  readonly address: string;
  /** E-mail address, or id of the own account, that it is about; null: none. */
  readonly account: string | null;
  /** Solved challenge. */
  readonly proof: string | undefined;
}

/** Counts attempts. */
export interface AuthLimits {
  /** @throws RATE_LIMITED or PROOF_REQUIRED; the same for known and unknown accounts */
  check(attempt: Attempt): Promise<void>;
}

/** Makes the limits. With Redis all processes count together. */
export function createAuthLimits({ settings, counter, proofGate, key }: AuthLimitsDeps): AuthLimits {
  const { attemptsPerMinute, attemptsPerAccount, proofAfterSignUpsPerHour } = settings;

  const refuse = (remainingMs: number): never => {
    throw new RateLimitError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) });
  };

  const byAddress = async (name: string, address: string): Promise<void> => {
    if (attemptsPerMinute === 0) return;
    const { count, remainingMs } = await counter.hit(`auth-${name}:${limitedAddress(address)}`, MINUTE_MS);
    if (count > attemptsPerMinute) refuse(remainingMs);
  };

  const byAccount = async (account: string, proof: string | undefined): Promise<void> => {
    if (attemptsPerAccount === 0) return;
    const { count, remainingMs } = await counter.hit(`auth-account:${hide(key, account)}`, QUARTER_MS);
    if (count > attemptsPerAccount * HARD_FACTOR) refuse(remainingMs);
    // Whoever keeps failing in somebody's name must not be able to lock them out.
    if (count > attemptsPerAccount)
      await proofGate.prove(proof, 'There were many attempts to sign in to this account.');
  };

  const byRecipient = async (account: string): Promise<void> => {
    const most = Math.ceil(attemptsPerAccount / MAIL_PART);
    if (most === 0) return;
    const { count, remainingMs } = await counter.hit(`auth-mail:${hide(key, account)}`, QUARTER_MS);
    if (count > most) refuse(remainingMs);
  };

  const bySignUps = async (address: string, proof: string | undefined): Promise<void> => {
    if (proofAfterSignUpsPerHour === 0) return;
    const { count } = await counter.hit(`auth-new:${limitedAddress(address)}`, HOUR_MS);
    if (count > proofAfterSignUpsPerHour) await proofGate.prove(proof, 'Many accounts were made from this address.');
  };

  return {
    async check({ limit, address, account, proof }) {
      await byAddress(limit, address);
      if (limit === 'sign-up') await bySignUps(address, proof);
      if (account === null) return;
      if (limit === 'sign-in' || limit === 'guess') await byAccount(account, proof);
      else await byRecipient(account);
    },
  };
}

/** What is counted may lie in Redis, where addresses of readers don't belong. */
function hide(key: Buffer, account: string): string {
  return createHmac('sha256', key).update(`account:${account}`).digest('base64url');
}
