import { expect, it } from 'vitest';
import { leavesMachine, readPostgresqlAddress } from './postgresql-address.ts';

it.each([
  ['postgresql://me:pw@db.example/book', { host: 'db.example', port: 5432, tls: 'disable', tlsChosen: false }],
  ['postgresql://me@[::1]:6000/book?sslmode=require', { host: '::1', port: 6000, tls: 'require', tlsChosen: true }],
  ['postgresql://me@db.example/book?sslrootcert=system', { tls: 'verify-full', ca: undefined }],
])('%s is read as libpq reads it', (url, address) => {
  expect(readPostgresqlAddress(url)).toMatchObject(address);
});

it('sends the server nothing that is meant for the client', () => {
  const { url } = readPostgresqlAddress(
    'postgresql://me@db.example/book?sslmode=require&search_path=book&connect_timeout=5',
  );
  expect(url).toBe('postgresql://me@db.example/book?search_path=book');
});

it('says which modes of TLS there are, and which file is missing', () => {
  expect(() => readPostgresqlAddress('postgresql://h/d?sslmode=yes')).toThrow(/sslmode=yes.*verify-full/);
  expect(() => readPostgresqlAddress('postgresql://h/d', '/nowhere/ca.pem')).toThrow(
    /\/nowhere\/ca\.pem.*ENOENT.*DATABASE_CA_FILE/,
  );
});

it('knows what leaves the machine', () => {
  expect(['localhost', '127.0.0.1', '::1', 'postgres', '10.0.0.7'].map(leavesMachine)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
