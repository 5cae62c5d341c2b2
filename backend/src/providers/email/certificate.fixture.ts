/** A certificate for tests, made anew each time: nothing expires in the repository, and no key lies in it. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key with its certificate, which also is the authority that signed it; PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Object identifiers, as DER bytes of their values. */
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];

/** One DER element (X.690 §8.1): tag, length, value. */
function element(tag: number, ...parts: (Uint8Array | readonly number[])[]): Buffer {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...parts: Uint8Array[]): Buffer => element(0x30, ...parts);
const text = (tag: number, value: string): Buffer => element(tag, Buffer.from(value, 'latin1'));
const identifier = (bytes: readonly number[]): Buffer => element(0x06, bytes);
const extension = (id: readonly number[], value: Buffer): Buffer => sequence(identifier(id), element(0x04, value));

/** A moment as GeneralizedTime, whole seconds. */
const moment = (date: Date): Buffer => text(0x18, `${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`);

/** Makes a self-signed certificate (RFC 5280 §4.1) for a host name and 127.0.0.1, good for a day. */
export function makeCertificate(host: string): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(element(0x31, sequence(identifier(COMMON_NAME), text(0x0c, host))));
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const hour = 60 * 60 * 1000;
  const body = sequence(
    element(0xa0, element(0x02, [2])),
    element(0x02, [1, ...randomBytes(15)]),
    algorithm,
    name,
    sequence(moment(new Date(Date.now() - hour)), moment(new Date(Date.now() + 24 * hour))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(
      0xa3,
      sequence(
        extension(BASIC_CONSTRAINTS, sequence(element(0x01, [0xff]))),
        extension(SUBJECT_ALT_NAME, sequence(text(0x82, host), element(0x87, [127, 0, 0, 1]))),
      ),
    ),
  );
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, algorithm, element(0x03, [0], signature));
  const lines = der.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
