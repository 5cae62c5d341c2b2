import { problemSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { testApp } from '../../app.fixture.ts';

describe('the learning routes', () => {
  let app: FastifyInstance | undefined;
  afterEach(() => app?.close());

  const problemOf = async (variables: Record<string, string>, path: string) => {
    app = await testApp(variables);
    const response = await app.inject(`/api/v1/learning/${path}`);
    return problemSchema.parse(response.json());
  };

  it('are not there when the feature is switched off', async () => {
    expect(await problemOf({ FEATURE_LEARNING: 'false' }, 'progress')).toMatchObject({
      status: 404,
      code: 'ROUTE_NOT_FOUND',
    });
  });

  it.each(['progress', 'overview', 'reviews/due'])('ask for a moment before the book is indexed: %s', async (path) => {
    const problem = await problemOf({}, path);
    expect(problem).toMatchObject({ status: 503, code: 'INDEX_NOT_READY' });
    expect(problem.retryAfterSeconds).toBeGreaterThan(0);
  });
});
