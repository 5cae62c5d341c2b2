import { describe, expect, it } from 'vitest';
import { mayCall } from './mcp-origin.ts';

const policy = { origins: new Set(['https://book.example', 'https://docs.example']), ownMachine: false };
const NEAR = '127.0.0.1';
const FAR = '203.0.113.7';

describe('who may speak to /mcp', () => {
  it.each([
    ['a program on this machine', undefined, 'localhost', NEAR, true],
    ['a program on this machine, by address', undefined, '[::1]', '::1', true],
    ['a program elsewhere', undefined, 'anything.internal', FAR, true],
    ['a proxy on this machine', undefined, 'book.example', NEAR, true],
    ['a page of the book', 'https://book.example', 'book.example', FAR, true],
    ['a page of another origin of ours', 'https://docs.example', 'book.example', FAR, true],
    ['a page of the book under another port', 'https://book.example:8443', 'book.example', FAR, false],
    ['a page of elsewhere', 'https://evil.example', 'localhost', NEAR, false],
    ['a page without an origin of its own', 'null', 'localhost', NEAR, false],
    ['a page whose name was made to point here', 'http://evil.example:8000', 'evil.example', NEAR, false],
    ['a name that was made to point here, without an origin', undefined, 'evil.example', NEAR, false],
    ['the same over IPv6', undefined, 'evil.example', '::ffff:127.0.0.1', false],
    ['a page of this machine in production', 'http://localhost:3000', 'localhost', NEAR, false],
  ])('%s: %s to %s', (_name, origin, hostname, localAddress, allowed) => {
    expect(mayCall({ origin, hostname, localAddress }, policy)).toBe(allowed);
  });

  it('is a page of this machine too, in development', () => {
    const caller = { origin: 'http://localhost:3000', hostname: 'localhost', localAddress: NEAR };
    expect(mayCall(caller, { ...policy, ownMachine: true })).toBe(true);
    expect(mayCall({ ...caller, origin: 'http://localhost.evil.example' }, { ...policy, ownMachine: true })).toBe(
      false,
    );
  });
});
