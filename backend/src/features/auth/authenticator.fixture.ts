/** An authenticator in software: makes and uses one passkey, as a phone does. @see https://www.w3.org/TR/webauthn-3/ */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Flags of what is signed: who uses it is there; the device has checked that it is its owner; the new key is part of it. */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** What an authenticator answers. */
export interface Credential {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly clientExtensionResults: object;
  readonly response: Readonly<Record<string, unknown>>;
}

/** One authenticator with one key. */
export interface Authenticator {
  /** Makes the passkey for a challenge of the site. */
  create(challenge: string, options?: { readonly verifies: boolean }): Credential;
  /**
   * Signs a challenge with it.
   * @param options `verifies`: whether the device checks its owner; it does by itself
   */
  get(challenge: string, options?: { readonly verifies: boolean }): Credential;
}

/** Makes one for pages of `origin`. */
export function createAuthenticator(origin: string): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const credential = (response: Credential['response']): Credential => {
    const name = id.toString('base64url');
    return { id: name, rawId: name, type: 'public-key', clientExtensionResults: {}, response };
  };
  const authenticatorData = (flags: number, attested: Buffer) => {
    counter += 1;
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(new URL(origin).hostname), head, attested]);
  };
  return {
    create(challenge, { verifies } = { verifies: true }) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey.export({ format: 'jwk' }))]);
      const data = authenticatorData(flagsOf(verifies) | ATTESTED, attested);
      return credential({
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: attestation(data).toString('base64url'),
        transports: ['internal'],
      });
    },
    get(challenge, { verifies } = { verifies: true }) {
      const json = clientData('webauthn.get', challenge);
      const data = authenticatorData(flagsOf(verifies), Buffer.alloc(0));
      return credential({
        clientDataJSON: json.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(json)]), privateKey).toString('base64url'),
      });
    },
  };
}

const flagsOf = (verifies: boolean): number => (verifies ? PRESENT | VERIFIED : PRESENT);

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** An elliptic curve's key as COSE writes it in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey({ x = '', y = '' }: { readonly x?: string; readonly y?: string }): Buffer {
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

/** {"fmt": "none", "attStmt": {}, "authData": data} in CBOR. */
function attestation(data: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x58, data.length]),
    data,
  ]);
}
