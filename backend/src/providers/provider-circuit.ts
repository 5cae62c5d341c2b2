/** Keeps a dead provider from being asked by every reader. */
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';

/** One call under the eyes of a circuit. Exactly one of the two must be called. */
export interface CircuitCall {
  /** The provider answered. */
  succeeded(): void;
  /** It did not; what says nothing of the provider doesn't count. */
  failed(failure: unknown): void;
}

/** The circuit of one provider. */
export interface Circuit {
  /** Lets a call pass; undefined while the circuit is open, or another call tries whether the provider is back. */
  admit(): CircuitCall | undefined;
}

/** Failures in a row that open the circuit. */
const FAILURES = 3;
/** How long it stays open before one call may try. */
const OPEN_MS = 30_000;
/**
 * A call that tries whether the provider is back and is never heard of again must not keep the circuit half open for ever;
 * no answer takes this long.
 */
const FORGOTTEN_MS = 3_600_000;
/** How failures are judged. */
export interface CircuitOptions {
  /** Whether a failure speaks of the provider, not of the question or of the reader. */
  readonly counts: (failure: Error) => boolean;
  /** What a call that was never heard of again is booked as. */
  readonly forgotten: () => Error;
  /** Told when it opens and when it closes. */
  readonly onChange?: (open: boolean) => void;
}

/** Makes the circuit of one provider. */
export function createProviderCircuit({ counts, forgotten: lost, onChange = () => {} }: CircuitOptions): Circuit {
  const policy = circuitBreaker(handleWhen(counts), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  policy.onBreak(() => onChange(true));
  policy.onReset(() => onChange(false));
  return {
    admit() {
      // The policy would let the others wait for the one that tries; they get another answer sooner elsewhere.
      if (policy.state === CircuitState.HalfOpen) return undefined;
      const tries = policy.state === CircuitState.Open;
      const outcome = Promise.withResolvers<void>();
      let admitted = false;
      const run = policy.execute(() => {
        admitted = true;
        return outcome.promise;
      });
      // Whoever asks hears of the failure from the call itself.
      run.catch(() => {});
      if (!admitted) return undefined;
      const forgotten = tries ? setTimeout(() => outcome.reject(lost()), FORGOTTEN_MS) : undefined;
      forgotten?.unref();
      return {
        succeeded() {
          clearTimeout(forgotten);
          outcome.resolve();
        },
        failed(failure) {
          clearTimeout(forgotten);
          outcome.reject(failure instanceof Error ? failure : new Error('not a failure'));
        },
      };
    },
  };
}
