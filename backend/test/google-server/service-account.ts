/** A service account made for one test run, and the check of what its client signs. */
import { createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** The account, as its key file has it, and its public half. */
export interface TestServiceAccount {
  readonly key: {
    readonly type: 'service_account';
    readonly project_id: string;
    readonly client_email: string;
    readonly private_key: string;
  };
  /** Whether a bearer is a token that this account signed for Google's cloud and that holds now. */
  accepts(authorization: string | undefined): boolean;
}

const BITS = 2048;
const SCOPE = 'https://www.googleapis.com/auth/cloud-';
const claimsSchema = z.object({
  iss: z.string(),
  exp: z.number(),
  scope: z.string().optional(),
  aud: z.string().optional(),
});

/** Makes an account. @param project Google Cloud project */
export function createTestServiceAccount(project = 'test-project'): TestServiceAccount {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
  const email = `lectern@${project}.iam.gserviceaccount.com`;
  return {
    key: {
      type: 'service_account',
      project_id: project,
      client_email: email,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    accepts: (authorization) => isSigned(authorization?.replace(/^Bearer /, '') ?? '', publicKey, email),
  };
}

/** @see https://google.aip.dev/auth/4111 self-signed JWT */
function isSigned(token: string, publicKey: KeyObject, email: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(publicKey, Buffer.from(signature, 'base64url'))) return false;
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const isForGoogle = claims.scope?.includes(SCOPE) === true || claims.aud?.includes('translate') === true;
  return claims.iss === email && claims.exp * 1000 > Date.now() && isForGoogle;
}
