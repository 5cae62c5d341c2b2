import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the server as a process of its own, in an empty directory. */
function spawnMain(variables: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--conditions=lectern-source', MAIN], {
    cwd: mkdtempSync(join(tmpdir(), 'lectern-main-')),
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...variables },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

/** Waits until a line has been written; the process's end is an error. */
async function untilOutput(started: { child: ChildProcess; output: () => string }, wanted: string): Promise<void> {
  const ended = once(started.child, 'exit').then(() => Promise.reject(new Error(started.output())));
  while (!started.output().includes(wanted))
    await Promise.race([ended, once(started.child.stdout ?? started.child, 'data')]);
  ended.catch(() => {});
}

/** Opening databases and building apps takes long on a machine that does much else. */
const STARTS_MS = 120_000;

describe('the process', { timeout: STARTS_MS }, () => {
  it('ends with code 1 and the list of faults when the settings are wrong', async () => {
    const { child, output } = spawnMain({ PORT: 'many', LECTERN_SECRT: 'x' });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(output()).toMatch(/2 faults[\s\S]*PORT must be[\s\S]*did you mean LECTERN_SECRET\?/);
    expect(output()).not.toContain('    at ');
  });

  it('ends with code 1 and one line when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { child, output } = spawnMain({ PORT: port, LOG_LEVEL: 'error' });
    const [code] = await once(child, 'close');
    other.close();
    expect(code).toBe(1);
    expect(output()).toContain(`Another program listens on port ${port}`);
  });

  it.runIf(process.platform !== 'win32').each(['SIGTERM', 'SIGINT'] as const)(
    'stops by itself on %s, with code 0',
    async (signal) => {
      const started = spawnMain({ PORT: '0' });
      await untilOutput(started, '"listening"');
      started.child.kill(signal);
      const [code] = await once(started.child, 'close');
      expect(started.output()).toContain('"stopped"');
      expect(code).toBe(0);
    },
  );
});
