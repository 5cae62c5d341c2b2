/**
 * Asks every route of the API what Schemathesis makes of its document: as nobody, as an anonymous reader, as a reader
 * with an account, as an admin. An answer 5xx, of a status that is not declared, or of another shape is a finding.
 * Usage: `node --conditions=lectern-source backend/test/openapi/run-schemathesis.ts [--examples 20] [--seconds 120] [--seed 1] [--only admin]`
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServerProcess, stopCleanly } from '../faults/server-process.ts';
import { findFreePort } from '../services/service-process.ts';
import { accountBearer, anonymousBearer } from './openapi-readers.ts';
import { installSchemathesis, runSchemathesis } from './schemathesis.ts';

/** Ends the session, or the account, in whose name everything is asked; they are asked as nobody all the same. */
const ENDS_THE_READER = [
  '^/api/v1/me$',
  '^/api/auth/(sign-out|revoke-|delete-user|change-password|reset-password)',
  '^/api/auth/admin/(ban-user|set-role|revoke-)',
];
/** No JSON: pages, and a protocol of its own. */
const NO_API = ['^/docs', '^/mcp', '^/metrics'];

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

const manifest = resolve('docusaurus/build/lectern/book.json');
if (!existsSync(manifest)) throw new Error('There is no built book: run node scripts/build-book.mjs first.');
const command = installSchemathesis();
const dataDir = await mkdtemp(join(tmpdir(), 'lectern-openapi-'));
const port = await findFreePort();
const env = {
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  // What is asked so often must not be met by the limits instead of by the routes.
  RATE_LIMIT_SIGN_IN_PER_MINUTE: '0',
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '0',
  PROOF_AFTER_SIGN_UPS_PER_HOUR: '0',
  PASSWORD_HASH_PASSES: '1',
  // Nor by a machine that is busy with other things.
  MAX_EVENT_LOOP_DELAY_MS: '0',
};
const place = { dataDir, manifest, port, env };
const server = await startServerProcess(place);
let failed = 0;
try {
  const { origin } = server;
  const readers: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
    nobody: async () => ({}),
    anonymous: async () => ({ authorization: `Bearer ${await anonymousBearer(origin)}` }),
    reader: async () => ({ authorization: `Bearer ${await accountBearer(origin, place, 'reader')}` }),
    admin: async () => ({ authorization: `Bearer ${await accountBearer(origin, place, 'admin')}` }),
  };
  for (const [name, headersOf] of Object.entries(readers)) {
    if (values.only !== undefined && values.only !== name) continue;
    const result = await runSchemathesis(command, {
      origin,
      headers: { origin, ...(await headersOf()) },
      without: name === 'nobody' ? NO_API : [...NO_API, ...ENDS_THE_READER],
      examples: Number(values.examples),
      seconds: Number(values.seconds),
      seed: Number(values.seed),
    });
    console.log(`\n## As ${name}\n\n${result.output}`);
    if (result.code !== 0) failed += 1;
    if (!server.alive()) throw new Error(`the server ended: ${server.output()}`);
  }
} finally {
  await stopCleanly(server);
  await rm(dataDir, { recursive: true, force: true });
}
const logged = server.output().trim();
if (logged !== '') console.log(`## What the server logged as errors\n\n${logged.slice(0, 20_000)}`);
console.log(failed === 0 ? 'No findings.' : `${failed} of the runs have findings.`);
process.exitCode = failed === 0 ? 0 : 1;
