/** Makes `docs/schemas.md`: the names of the Python original with ours, then every schema with its fields. */
import * as contracts from '@lectern/contracts';
import { z } from 'zod';
import { ORIGINAL_SCHEMAS } from './original-schemas.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** Names of zod's checks that it writes as formats. */
const NOT_A_FORMAT = new Set(['starts_with', 'ends_with', 'regex', 'includes']);

/** The text of `docs/schemas.md`. */
export function schemasPage(): string {
  const schemas = namedSchemas();
  const table = ORIGINAL_SCHEMAS.map(
    ({ original, ours, note }) => `| \`${original}\` | [\`${ours}\`](#${ours.toLowerCase()}) | ${note} |`,
  );
  return `${[
    '# Schemas',
    'Made from `packages/contracts` by `npm run docs`; change the descriptions there. The same schemas are in `/openapi.json`, readable at `/docs`.',
    '## Names of the Python original',
    ['| original | here | what differs |', '|---|---|---|', ...table].join('\n'),
    '## All schemas',
    ...schemas.map(([id, schema]) => schemaEntry(id, schema)),
  ].join('\n\n')}\n`;
}

/** Every schema with an id that contracts export, by id. */
export function namedSchemas(): [string, JsonSchema][] {
  const exported = Object.values<unknown>(contracts).flatMap((value) => (value instanceof z.ZodType ? [value] : []));
  const registry = z.registry<{ id?: string | undefined }>();
  for (const schema of new Set(exported)) {
    const meta = schema.meta();
    if (meta?.id !== undefined) registry.add(schema, { id: meta.id });
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `schemas/${id}` });
  const plain: Record<string, JsonSchema> = JSON.parse(JSON.stringify(schemas));
  return Object.entries(plain).sort(([left], [right]) => left.localeCompare(right, 'en'));
}

function schemaEntry(id: string, schema: JsonSchema): string {
  const variants = schema.oneOf ?? schema.anyOf;
  const body = variants === undefined ? fieldTable(schema) : variants.map(fieldTable).join('\n\n');
  return [`### ${id}`, ...(schema.description === undefined ? [] : [schema.description]), body]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fieldTable(schema: JsonSchema): string {
  if (schema.properties === undefined) return `Type: ${typeText(schema)}`;
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const required = schema.required?.includes(name) === true ? 'yes' : '';
    return `| \`${name}\` | ${typeText(field)} | ${required} | ${cell(descriptionOf(field))} |`;
  });
  return ['| field | type | required | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function descriptionOf(field: JsonSchema): string {
  const fallback = field.default === undefined ? [] : [`default \`${JSON.stringify(field.default)}\``];
  return [...(field.description === undefined ? [] : [field.description]), ...fallback].join('; ');
}

function typeText(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const id = schema.$ref.split('/').at(-1) ?? '';
    return `[${id}](#${id.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' ');
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return variants.map(typeText).join(' or ');
  if (schema.type === 'array')
    return `list of ${typeText(schema.items ?? {})}${rangeText(schema.minItems, schema.maxItems)}`;
  const format = NOT_A_FORMAT.has(schema.format ?? '') ? undefined : schema.format;
  const name = format ?? [schema.type ?? 'any'].flat().join(' or ');
  const length = rangeText(schema.minLength, schema.maxLength);
  return `${name}${length}${rangeText(schema.minimum, schema.maximum)}`;
}

function rangeText(least: number | undefined, most: number | undefined): string {
  // zod writes the whole range of safe integers where nothing was said.
  const low = least === undefined || least <= Number.MIN_SAFE_INTEGER ? undefined : least;
  const high = most === undefined || most >= Number.MAX_SAFE_INTEGER ? undefined : most;
  if (low === undefined && high === undefined) return '';
  if (low === high) return ` (${low})`;
  return ` (${low ?? ''}…${high ?? ''})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
