import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEnvironmentFiles, checkOwner, checkRootFileSystem, checkUser } from './doctor-production-machine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-doctor-machine-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});
const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

describe.skipIf(process.platform === 'win32')('doctor --production, of the machine', () => {
  it('wants a user without more rights than needed', () => {
    expect(checkUser({ uid: 1000, gid: 1000 })).toMatchObject({ state: 'ok' });
    expect(checkUser({ uid: 0, gid: 0 })).toMatchObject({
      state: 'warning',
      mend: expect.stringContaining('user of its own'),
    });
  });

  it('wants a data directory that only its owner reads', () => {
    const data = join(folder, 'data');
    expect(checkOwner(data, me)).toMatchObject({ state: 'ok', text: expect.stringContaining('not there yet') });
    mkdirSync(data, { mode: 0o700 });
    expect(checkOwner(data, me)).toMatchObject({ state: 'ok' });
    chmodSync(data, 0o755);
    expect(checkOwner(data, me)).toMatchObject({ state: 'warning', mend: `chmod 700 ${data}` });
  });

  // Root may write everywhere: what another user sees is seen as another user.
  it.skipIf(me.uid === 0)('says whose a volume is that this user may not write', () => {
    chmodSync(folder, 0o500);
    expect(checkOwner(folder, { uid: me.uid + 1, gid: 7 })).toMatchObject({
      state: 'broken',
      text: expect.stringContaining(`belongs to user ${me.uid}, and the server runs as ${me.uid + 1}`),
      mend: expect.stringContaining(`chown -R ${me.uid + 1}:7`),
    });
  });

  it('wants files with secrets to be closed to others', () => {
    expect(Array.from(checkEnvironmentFiles(folder))).toEqual([]);
    writeFileSync(join(folder, '.env'), 'A=1', { mode: 0o644 });
    expect(Array.from(checkEnvironmentFiles(folder))).toMatchObject([{ state: 'warning', mend: 'chmod 600 .env' }]);
    chmodSync(join(folder, '.env'), 0o600);
    expect(Array.from(checkEnvironmentFiles(folder))).toMatchObject([{ state: 'ok' }]);
  });

  it('names the mend for a container that can be written', () => {
    expect(checkRootFileSystem(false)).toMatchObject({ state: 'ok' });
    expect(checkRootFileSystem(true)).toMatchObject({
      state: 'warning',
      mend: expect.stringContaining('read_only: true'),
    });
  });
});
