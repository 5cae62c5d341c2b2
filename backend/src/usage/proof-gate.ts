/**
 * Proof of work: above a rate of model answers, an address pays for each further one with a second of its browser's
 * time, so that a bot cannot use up the budget of everybody.
 *
 * Answers and used proofs are counted by the rate counter. With Redis all replicas count together. Without it each
 * counts for itself: the rate is then per replica, and a proof is good once in each within its five minutes.
 */
import { type ProofChallenge, proofChallengeSchema } from '@lectern/contracts';
import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { z } from 'zod';
import { RateLimitError } from '../config/app-error.ts';
import { clientNetwork } from './client-network.ts';
import type { Payer } from './ledger.port.ts';

/** Counts hits in windows of time; the rate limits' counter is one. */
export interface HitCounter {
  hit(key: string, windowMs: number): Promise<{ readonly count: number; readonly remainingMs: number }>;
}

/** What the gate needs. */
export interface ProofGateOptions {
  /** Signs challenges, 32 bytes. */
  readonly key: Buffer;
  readonly counter: HitCounter;
  /** Model answers per address and minute that need no proof; 0: none ever does. */
  readonly afterPerMinute: number;
  /** A solver tries half as many hashes on average. */
  readonly difficulty: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Stands before model answers. */
export interface ProofGate {
  /** A new challenge. */
  challenge(): Promise<ProofChallenge>;
  /**
   * Lets an answer pass: below the rate, or with the proof of a challenge. To be called once for each question that a
   * model is going to be asked.
   * @throws RateLimitError PROOF_REQUIRED
   */
  check(payer: Payer, proof: string | undefined): Promise<void>;
  /**
   * Takes a proof, whatever was counted; each is good once.
   * @param why what is said to who has none yet
   * @throws RateLimitError PROOF_REQUIRED
   */
  prove(proof: string | undefined, why?: string): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Long enough for an old phone, short enough that nobody collects proofs. */
const CHALLENGE_MS = 5 * MINUTE_MS;

const proofSchema = z.object({
  challenge: proofChallengeSchema,
  solution: z.object({ counter: z.int().min(0).max(0xffff_ffff), derivedKey: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** Makes the gate. */
export function createProofGate(options: ProofGateOptions): ProofGate {
  const { counter, afterPerMinute, difficulty } = options;
  const now = options.now ?? Date.now;
  const secret = options.key.toString('hex');

  /** Why a proof is not taken; undefined when it is. */
  const faultOf = async (text: string): Promise<string | undefined> => {
    const proof = decode(text);
    if (proof === undefined) return 'The proof is not one of these challenges.';
    const { challenge, solution } = proof;
    if (challenge.parameters.expiresAt * 1000 <= now()) return 'The challenge has expired: get a new one.';
    const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret });
    if (!verified) return 'The proof does not solve the challenge.';
    // Only now: what is not signed by us must not fill the counter.
    const { count } = await counter.hit(`proof:${challenge.parameters.nonce}`, CHALLENGE_MS);
    return count === 1 ? undefined : 'The proof was used before: get a new challenge.';
  };

  const prove: ProofGate['prove'] = async (proof, why) => {
    if (proof === undefined) throw new RateLimitError('PROOF_REQUIRED', why === undefined ? {} : { detail: why });
    const detail = await faultOf(proof);
    if (detail !== undefined) throw new RateLimitError('PROOF_REQUIRED', { detail });
  };

  return {
    prove,
    async challenge() {
      const challenge = await createChallenge({
        algorithm: 'SHA-256',
        cost: 1,
        counter: randomInt(difficulty, 0),
        data: { maxCounter: difficulty + 1 },
        deriveKey,
        expiresAt: Math.floor((now() + CHALLENGE_MS) / 1000),
        hmacSignatureSecret: secret,
      });
      return proofChallengeSchema.parse(challenge);
    },
    async check({ address }, proof) {
      if (afterPerMinute === 0 || address === null) return;
      const { count } = await counter.hit(`model-answers:${clientNetwork(address)}`, MINUTE_MS);
      if (count <= afterPerMinute) return;
      await prove(proof);
    },
  };
}

function decode(text: string): z.infer<typeof proofSchema> | undefined {
  try {
    return proofSchema.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}
