/** How a part of the server tells whether it works. */
import type { CheckStatus } from '@lectern/contracts';

/** What a check found. */
export interface HealthFinding {
  readonly status: CheckStatus;
  /** What is wrong, for people who run the server; no secrets, no addresses. */
  readonly detail?: string;
}

/** One thing that the server depends on. */
export interface HealthCheck {
  /** Short name: database, index, disk, … */
  readonly name: string;
  /** True when the server cannot serve without it: while it fails, `/health/ready` answers 503. */
  readonly required: boolean;
  /** Looks now; a rejection counts as fail. */
  check(signal: AbortSignal): Promise<HealthFinding>;
}
