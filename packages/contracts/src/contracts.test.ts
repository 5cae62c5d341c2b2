import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.ts';
import {
  chatRequestSchema,
  ERROR_CLASSES,
  ERRORS,
  type ErrorDefinition,
  paginatedSchema,
  paginationParamsSchema,
  SUPPORTED_LANGUAGES,
  siteCspSchema,
  supportedLanguageSchema,
  userCreateSchema,
} from './index.ts';

/** Every schema that the package exports, by its export's name. */
const schemas = Object.entries(contracts as Record<string, unknown>).flatMap(([name, value]): [string, z.ZodType][] =>
  value instanceof z.ZodType ? [[name, value]] : [],
);

describe('every schema', () => {
  it.each(schemas)('%s can be written as JSON Schema', (_name, schema) => {
    expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow();
    expect(() => z.toJSONSchema(schema, { io: 'output' })).not.toThrow();
  });

  it('has an id of its own', () => {
    const distinct = [...new Set(schemas.map(([, schema]) => schema))];
    const ids = distinct.map((schema) => schema.meta()?.id).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(60);
  });
});

describe('errors', () => {
  it.each(Object.entries(ERRORS) as [string, ErrorDefinition][])(
    '%s says what is wrong and how to mend it',
    (code, definition) => {
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(definition.title).toMatch(/^[A-Z].+\.$/);
      expect(definition.mend).toMatch(/^[A-Z].+\.$/);
      const status = definition.status ?? ERROR_CLASSES[definition.class];
      // A code may narrow its class's status, but never turn the reader's fault into the server's or back.
      expect(Math.floor(status / 100)).toBe(Math.floor(ERROR_CLASSES[definition.class] / 100));
    },
  );
});

describe('languages', () => {
  it('are fifteen, each with its endonym', () => {
    expect(supportedLanguageSchema.options).toEqual(Object.keys(SUPPORTED_LANGUAGES));
    expect(supportedLanguageSchema.options).toHaveLength(15);
  });

  it('know their direction', () => {
    const rightToLeft = Object.entries(SUPPORTED_LANGUAGES).filter(([, language]) => language.direction === 'rtl');
    expect(rightToLeft.map(([code]) => code)).toEqual(['ur', 'ar']);
  });
});

describe('requests', () => {
  it('refuse unknown fields', () => {
    expect(chatRequestSchema.safeParse({ question: 'Why?', prompt: 'x' }).success).toBe(false);
    expect(
      userCreateSchema.safeParse({ email: 'a@b.co', password: 'long enough', name: 'A', role: 'admin' }).success,
    ).toBe(false);
  });

  it.each(['', 'x'.repeat(4001)])('refuse a question of wrong length', (question) => {
    expect(chatRequestSchema.safeParse({ question }).success).toBe(false);
  });

  it('fill in defaults', () => {
    expect(chatRequestSchema.parse({ question: 'Why?' })).toEqual({
      question: 'Why?',
      scope: { type: 'book' },
      store: true,
      quotesOnly: false,
    });
    expect(paginationParamsSchema.parse({})).toEqual({ limit: 20 });
  });

  it.each(['0', '101', '1.5', 'many'])('refuse %s as the size of a page', (limit) => {
    expect(paginationParamsSchema.safeParse({ limit }).success).toBe(false);
  });
});

describe('pages', () => {
  it('hold items of their kind', () => {
    const page = paginatedSchema(z.object({ n: z.number() }), 'TestPage');
    expect(page.safeParse({ items: [{ n: 1 }], nextCursor: null }).success).toBe(true);
    expect(page.safeParse({ items: [{ n: 'x' }], nextCursor: null }).success).toBe(false);
  });
});

describe('the site’s policy', () => {
  it('takes hashes and nothing that could break out of the header', () => {
    const accepts = (hash: string) => siteCspSchema.safeParse({ schemaVersion: 1, scriptHashes: [hash] }).success;
    expect(accepts('sha256-9kGmM6zd8qAlD0qDy2TE2cO6wq0Eo1vDQ1yJYzrS4yQ=')).toBe(true);
    expect(accepts("sha256-x'; script-src *")).toBe(false);
    expect(accepts('unsafe-inline')).toBe(false);
  });
});
