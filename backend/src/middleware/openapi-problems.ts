/** Adds to the API's description what every route has in common: its errors. */

interface Operation {
  responses?: Record<string, unknown>;
}
interface ApiDocument {
  paths?: Record<string, Record<string, unknown> | undefined>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Adds the default response, problem+json, to every operation of an OpenAPI document. */
export function describeProblems<T extends object>(document: T): T {
  const { paths = {} }: ApiDocument = document;
  for (const [address, path] of Object.entries(paths)) {
    // Better-Auth's errors keep a field of its own, which its client reads.
    const schema = address.startsWith('/api/auth/') ? 'AuthProblem' : 'ErrorResponse';
    for (const method of METHODS) {
      const operation = path?.[method];
      if (isOperation(operation)) operation.responses = { ...operation.responses, default: problemResponse(schema) };
    }
  }
  return document;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null;
}

function problemResponse(schema: string): object {
  return {
    description: 'Any error, see docs/errors.md for the codes',
    content: { 'application/problem+json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}
