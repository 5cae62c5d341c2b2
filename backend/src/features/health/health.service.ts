/** Runs the checks and sums them up. */
import type { Capabilities, HealthCheckReport, HealthResponse, ReadinessResponse } from '@lectern/contracts';
import type { HealthCheck, HealthFinding } from '../../config/health-check.ts';
import type { Lifecycle } from '../../config/lifecycle.ts';

const CHECK_TIMEOUT_MS = 2000;
/** Probes of several monitors within this time share one look. */
const KEEP_MS = 1000;

/** What the service needs. */
export interface HealthServiceOptions {
  readonly version: string;
  readonly capabilities: Capabilities;
  readonly checks: readonly HealthCheck[];
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Time that one check may take, milliseconds; default 2000. */
  readonly checkTimeoutMs?: number;
}

/** Answers what the health routes ask. */
export interface HealthService {
  /** All checks, version, uptime, capabilities. */
  health(): Promise<HealthResponse>;
  /** Whether requests should be sent here. */
  readiness(): Promise<ReadinessResponse>;
}

/** Makes the service. */
export function createHealthService(options: HealthServiceOptions): HealthService {
  const now = options.now ?? Date.now;
  const timeoutMs = options.checkTimeoutMs ?? CHECK_TIMEOUT_MS;
  let kept: { at: number; reports: Promise<Record<string, HealthCheckReport>> } | undefined;
  const look = () => {
    if (kept === undefined || now() - kept.at > KEEP_MS)
      kept = { at: now(), reports: runChecks(options.checks, timeoutMs) };
    return kept.reports;
  };
  const failing = (reports: Record<string, HealthCheckReport>) =>
    options.checks.filter((check) => check.required && reports[check.name]?.status === 'fail').map(({ name }) => name);
  return {
    async health() {
      const checks = await look();
      const degraded = Object.values(checks).some((report) => report.status !== 'pass');
      return {
        status: failing(checks).length > 0 ? 'unhealthy' : degraded ? 'degraded' : 'healthy',
        version: options.version,
        uptimeSeconds: Math.round(process.uptime()),
        checks,
        capabilities: options.capabilities,
      };
    },
    async readiness() {
      if (options.lifecycle.phase === 'stopping') return { status: 'stopping', waitingFor: [] };
      const waitingFor = failing(await look());
      if (options.lifecycle.phase === 'starting') return { status: 'starting', waitingFor };
      return { status: waitingFor.length > 0 ? 'failing' : 'ready', waitingFor };
    },
  };
}

async function runChecks(
  checks: readonly HealthCheck[],
  timeoutMs: number,
): Promise<Record<string, HealthCheckReport>> {
  const reports = await Promise.all(
    checks.map(async (check) => [check.name, await runCheck(check, timeoutMs)] as const),
  );
  return Object.fromEntries(reports);
}

async function runCheck(check: HealthCheck, timeoutMs: number): Promise<HealthCheckReport> {
  const begun = performance.now();
  const finding = await withTimeout(check, timeoutMs);
  return { ...finding, durationMs: Math.round((performance.now() - begun) * 10) / 10 };
}

/** A check that neither answers nor heeds its signal must not hang the probe. */
async function withTimeout(check: HealthCheck, timeoutMs: number): Promise<HealthFinding> {
  const signal = AbortSignal.timeout(timeoutMs);
  const tooLate = new Promise<HealthFinding>((resolve) => {
    signal.addEventListener('abort', () => resolve({ status: 'fail', detail: 'does not answer in time' }), {
      once: true,
    });
  });
  // The reason may name hosts or users, so it stays out of the answer.
  const found = Promise.resolve()
    .then(() => check.check(signal))
    .catch((): HealthFinding => ({ status: 'fail', detail: 'does not work; see the log' }));
  return Promise.race([found, tooLate]);
}
