import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../config/capabilities.ts';
import type { HealthCheck, HealthFinding } from '../../config/health-check.ts';
import { createLifecycle } from '../../config/lifecycle.ts';
import { loadSettings } from '../../config/settings.ts';
import { createHealthService } from './health.service.ts';

const check = (name: string, found: HealthFinding | Error, required = true): HealthCheck => ({
  name,
  required,
  check: async () => {
    if (found instanceof Error) throw found;
    return found;
  },
});

function service(checks: readonly HealthCheck[], now: () => number = Date.now) {
  const lifecycle = createLifecycle();
  const capabilities = capabilitiesOf(loadSettings({}));
  return {
    lifecycle,
    ...createHealthService({ version: '1.2.3', capabilities, checks, lifecycle, now, checkTimeoutMs: 20 }),
  };
}

describe('health', () => {
  it.each([
    ['healthy', [check('database', { status: 'pass' })]],
    ['degraded', [check('disk', { status: 'fail' }, false)]],
    ['degraded', [check('index', { status: 'warn', detail: 'old' })]],
    ['unhealthy', [check('database', new Error('at 10.0.0.1 as admin')), check('disk', { status: 'pass' })]],
  ])('is %s', async (status, checks) => {
    const health = await service(checks).health();
    expect(health).toMatchObject({ status, version: '1.2.3', capabilities: { llm: 'none', database: 'embedded' } });
    expect(JSON.stringify(health)).not.toContain('10.0.0.1');
  });

  it('does not wait for a check that hangs', async () => {
    const hanging: HealthCheck = { name: 'qdrant', required: false, check: () => new Promise(() => {}) };
    const health = await service([hanging]).health();
    expect(health.checks['qdrant']).toMatchObject({ status: 'fail', detail: 'does not answer in time' });
  });

  it('looks once for probes that come together', async () => {
    let time = 0;
    let looks = 0;
    const counted: HealthCheck = { name: 'database', required: true, check: async () => (looks++, { status: 'pass' }) };
    const { health } = service([counted], () => time);
    await Promise.all([health(), health()]);
    expect(looks).toBe(1);
    time = 1500;
    await health();
    expect(looks).toBe(2);
  });
});

describe('readiness', () => {
  it('follows the process from start to end', async () => {
    const { lifecycle, readiness } = service([check('database', { status: 'pass' })]);
    expect((await readiness()).status).toBe('starting');
    lifecycle.markReady();
    expect((await readiness()).status).toBe('ready');
    lifecycle.markStopping();
    expect((await readiness()).status).toBe('stopping');
  });

  it('names what is missing, and spares what is not required', async () => {
    const { lifecycle, readiness } = service([
      check('index', { status: 'fail' }),
      check('disk', { status: 'fail' }, false),
    ]);
    lifecycle.markReady();
    expect(await readiness()).toEqual({ status: 'failing', waitingFor: ['index'] });
  });
});
