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
    const counted: HealthCheck = {
      name: 'database',
      required: true,
      check: async () => {
        looks += 1;
        return { status: 'pass' };
      },
    };
    const probed = service([counted], () => time);
    await Promise.all([probed.health(), probed.health()]);
    expect(looks).toBe(1);
    time = 1500;
    await probed.health();
    expect(looks).toBe(2);
  });
});

describe('readiness', () => {
  it('follows the process from start to end', async () => {
    const probed = service([check('database', { status: 'pass' })]);
    expect((await probed.readiness()).status).toBe('starting');
    probed.lifecycle.markReady();
    expect((await probed.readiness()).status).toBe('ready');
    probed.lifecycle.markStopping();
    expect((await probed.readiness()).status).toBe('stopping');
  });

  it('names what is missing, and spares what is not required', async () => {
    const probed = service([check('index', { status: 'fail' }), check('disk', { status: 'fail' }, false)]);
    probed.lifecycle.markReady();
    expect(await probed.readiness()).toEqual({ status: 'failing', waitingFor: ['index'] });
  });
});
