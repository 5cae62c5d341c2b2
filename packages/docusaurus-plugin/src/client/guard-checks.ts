/** The pieces that checks of the server's answers are put together from. No zod in the browser. */

/** Says whether a value is what it should be. */
export type Check = (value: unknown) => boolean;
/** One check for each field of T, so that a field added to a contract asks for its check here. */
export type Checks<T> = { [Key in keyof T]-?: Check };

/** true for a string. */
export const isString: Check = (value) => typeof value === 'string';
/** true for a number that is one. */
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
/** true for true and false. */
export const isBoolean: Check = (value) => typeof value === 'boolean';
/** true, for fields that this client doesn't read. */
export const isAnything: Check = () => true;

/** A field that may be left out. */
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** A field that may be null. */
export const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** A list of one kind. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** One of some words. */
export const oneOf =
  (...values: string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

/** true for an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks the named fields of an object and leaves the others alone. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(checks);
  return (value) => isRecord(value) && entries.every(([key, check]) => check(value[key]));
}

/** Checks an object field by field, as the contract's type names them. */
export function shape<T>(checks: Checks<T>): (value: unknown) => value is T {
  const check = fields(checks);
  return (value): value is T => check(value);
}
