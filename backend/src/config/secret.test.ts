import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveKeys, loadSecret, SECRET_FILE } from './secret.ts';
import { loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';

const freshSettings = (variables: Record<string, string> = {}) =>
  loadSettings(variables, { root: mkdtempSync(join(tmpdir(), 'lectern-secret-')) });

describe('the secret', () => {
  it('is made on the first start, for this user alone, and kept', () => {
    const settings = freshSettings();
    const secret = loadSecret(settings);
    expect(secret).toMatch(/^[\w-]{64}$/);
    expect(loadSecret(settings)).toBe(secret);
    const path = join(settings.server.dataDir, SECRET_FILE);
    expect(readFileSync(path, 'utf8').trim()).toBe(secret);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(settings.server.dataDir)).toEqual([SECRET_FILE]);
  });

  it('differs between installations', () => {
    expect(loadSecret(freshSettings())).not.toBe(loadSecret(freshSettings()));
  });

  it('comes from the environment when it is set there, and nothing is written', () => {
    const settings = freshSettings({ LECTERN_SECRET: 'kJ8s0dfj3L2mNf9aQw7xZr5tYu1iOp6h' });
    expect(loadSecret(settings)).toBe('kJ8s0dfj3L2mNf9aQw7xZr5tYu1iOp6h');
    expect(() => statSync(settings.server.dataDir)).toThrow('ENOENT');
  });

  it('that was cut short is refused, not replaced', () => {
    const settings = freshSettings();
    loadSecret(settings);
    writeFileSync(join(settings.server.dataDir, SECRET_FILE), 'half\n');
    expect(() => loadSecret(settings)).toThrow(SettingsError);
  });

  it('left readable by others is closed to them', () => {
    if (process.platform === 'win32') return;
    const settings = freshSettings();
    const secret = loadSecret(settings);
    const path = join(settings.server.dataDir, SECRET_FILE);
    writeFileSync(path, secret, { mode: 0o644 });
    loadSecret(settings);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('derived keys', () => {
  it('are 32 bytes, differ by purpose and by secret, and stay the same', () => {
    const keys = Object.values(deriveKeys('secret one'));
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32, 32, 32, 32]);
    const others = [...keys, ...Object.values(deriveKeys('secret two'))].map((key) => key.toString('hex'));
    expect(new Set(others).size).toBe(12);
    expect(deriveKeys('secret one').cookies.equals(deriveKeys('secret one').cookies)).toBe(true);
  });
});
