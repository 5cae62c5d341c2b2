/** The server's secret and the keys derived from it. */
import { hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings-error.ts';

/** File in the data directory that holds the secret made on the first start. */
export const SECRET_FILE = 'secret';
const SECRET_BYTES = 48;
const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 8;
const LEAST_CHARACTERS = 32;

/** Independent keys, one per purpose; knowing one tells nothing of the others. */
export interface Keys {
  /** Signs cookies of anonymous readers. */
  readonly cookies: Buffer;
  /** Signs CSRF tokens. */
  readonly csrf: Buffer;
  /** Secret of the account sessions. */
  readonly sessions: Buffer;
  /** Signs tickets that let a socket in. */
  readonly tickets: Buffer;
  /** Hides addresses in what is kept of spending. */
  readonly addresses: Buffer;
  /** Signs challenges of work. */
  readonly proofs: Buffer;
}

/**
 * Gives the secret: LECTERN_SECRET, else the one in the data directory, which is made when missing.
 * Two processes that start at once agree on one secret.
 * @throws SettingsError when the kept secret was cut short, or the file may be read by others and that cannot be mended.
 */
export function loadSecret(settings: Settings): string {
  if (settings.security.secret !== null) return settings.security.secret;
  const { dataDir } = settings.server;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, SECRET_FILE);
  const kept = readIfThere(path) ?? makeSecret(path, dataDir);
  if (kept.length < LEAST_CHARACTERS) {
    throw new SettingsError([
      {
        name: 'LECTERN_SECRET',
        message: `is unset and the one kept in ${path} is damaged: delete that file (readers get new identities) or set LECTERN_SECRET`,
      },
    ]);
  }
  return kept;
}

/**
 * Derives the keys from the secret.
 * @see https://www.rfc-editor.org/rfc/rfc5869 HKDF with SHA-256, one `info` per purpose
 */
export function deriveKeys(secret: string): Keys {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'lectern', `lectern/${purpose}/v1`, KEY_BYTES));
  return {
    cookies: derive('cookies'),
    csrf: derive('csrf'),
    sessions: derive('sessions'),
    tickets: derive('tickets'),
    addresses: derive('addresses'),
    proofs: derive('proofs'),
  };
}

/**
 * Names the secret without telling it: 16 hexadecimal digits, null when there is none. Makes none, unlike
 * {@link loadSecret}.
 */
export function fingerprintSecret(settings: Settings): string | null {
  const secret = settings.security.secret ?? readIfThere(join(settings.server.dataDir, SECRET_FILE)) ?? null;
  if (secret === null) return null;
  const bytes = hkdfSync('sha256', secret, 'lectern', 'lectern/fingerprint/v1', FINGERPRINT_BYTES);
  return Buffer.from(bytes).toString('hex');
}

function readIfThere(path: string): string | undefined {
  try {
    const kept = readFileSync(path, 'utf8').trim();
    chmodSync(path, 0o600);
    return kept;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a new secret so that it appears whole or not at all, and never replaces another process's. */
function makeSecret(path: string, directory: string): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const draft = join(directory, `.${SECRET_FILE}-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, `${secret}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // link() fails when the name exists, where rename() would overwrite.
    linkSync(draft, path);
    return secret;
  } catch (error) {
    const other = error instanceof Error && 'code' in error && error.code === 'EEXIST' ? readIfThere(path) : undefined;
    if (other !== undefined) return other;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
