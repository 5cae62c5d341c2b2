import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthorizationRow } from './app-authorization.columns.ts';
import { ASKERS, type Asker, type AuthorizationWorld, openAuthorizationWorld } from './app-authorization.fixture.ts';
import { READER_ROWS } from './app-authorization.rows.ts';
import { AUTH_ROWS } from './app-authorization-auth.rows.ts';
import { registeredRoutes } from './middleware/route-list.ts';

let world: AuthorizationWorld;
beforeAll(async () => {
  world = await openAuthorizationWorld();
}, 240_000);
afterAll(() => world.close());

const AUTHORIZATION_ROWS: readonly AuthorizationRow[] = [...READER_ROWS, ...AUTH_ROWS];

/** The owner last: what they delete is gone for all. */
const ORDER: readonly Asker[] = [...ASKERS.filter((asker) => asker !== 'owner'), 'owner'];

async function statusOf(row: AuthorizationRow, asker: Asker): Promise<number> {
  const [method = '', registered = ''] = row.route.split(' ');
  const { url = registered, body } = row.send?.(world.things, asker) ?? {};
  const browser = row.expendable ? await world.expendable(asker) : world.browser(asker);
  const response = await browser.send(method, url, body);
  return response.statusCode;
}

describe('who may do what', () => {
  it.each(AUTHORIZATION_ROWS)(
    '$route',
    async (row) => {
      const statuses = new Map<Asker, number>();
      for (const asker of ORDER) statuses.set(asker, await statusOf(row, asker));
      const expected = Object.fromEntries(ASKERS.map((asker, index) => [asker, row.expected[index]]));
      expect(Object.fromEntries(ASKERS.map((asker) => [asker, statuses.get(asker)]))).toEqual(expected);
    },
    30_000,
  );

  it('is written for every route that the server has, and for none that it has not', () => {
    const routes = registeredRoutes(world.accounts.app).map(({ method, url }) => `${method} ${url}`);
    expect(AUTHORIZATION_ROWS.map(({ route }) => route).toSorted()).toEqual([...new Set(routes)].toSorted());
  });

  it('is declared by every route that asks for more than to read', () => {
    const declared = new Map(
      registeredRoutes(world.accounts.app).map(({ method, url, access }) => [`${method} ${url}`, access]),
    );
    for (const { route, expected } of AUTHORIZATION_ROWS) {
      if (expected[0] === 401 && route !== 'GET /metrics') expect(declared.get(route), route).not.toBe('public');
    }
  });

  it('leaves the owner’s session alone, whoever knows its name', async () => {
    expect(await world.browser('owner').me()).toMatchObject({ kind: 'account', id: world.things.userId });
  });
});
