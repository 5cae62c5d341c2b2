import { describe, expect, it } from 'vitest';
import { databaseAddress } from './database-url.ts';

const HOST = 'ep-cool-name-123.eu-central-1.aws.neon.tech';
const POOLER = 'ep-cool-name-123-pooler.eu-central-1.aws.neon.tech';

describe('a database address', () => {
  it('of a plain server serves for both', () => {
    expect(databaseAddress('postgres://me:pw@localhost:5432/book')).toEqual({
      url: 'postgresql://me:pw@localhost:5432/book',
      directUrl: 'postgresql://me:pw@localhost:5432/book',
      pooled: false,
    });
  });

  it('of Neon’s pooler leads to the direct host, with TLS and without what the driver cannot pass on', () => {
    expect(databaseAddress(`postgresql://me:pw@${POOLER}/book?channel_binding=require`)).toEqual({
      url: `postgresql://me:pw@${POOLER}/book?sslmode=verify-full`,
      directUrl: `postgresql://me:pw@${HOST}/book?sslmode=verify-full`,
      pooled: true,
    });
  });

  it('keeps a direct URL that is given', () => {
    const address = databaseAddress(`postgresql://me:pw@${POOLER}/book`, 'postgresql://admin:pw@other.example/book');
    expect(address.directUrl).toBe('postgresql://admin:pw@other.example/book');
  });

  it('knows another pooler by pgbouncer=true', () => {
    expect(databaseAddress('postgresql://me:pw@pool.example/book?pgbouncer=true')).toMatchObject({
      url: 'postgresql://me:pw@pool.example/book',
      pooled: true,
    });
  });

  it('keeps a chosen TLS mode and encoded passwords', () => {
    const { url } = databaseAddress(`postgresql://me:p%40ss@${HOST}/book?sslmode=verify-full`);
    expect(url).toBe(`postgresql://me:p%40ss@${HOST}/book?sslmode=verify-full`);
  });
});
