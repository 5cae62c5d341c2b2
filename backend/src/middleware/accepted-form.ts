/** Which form of an answer a client accepts. Pure. */

/** Form of an answer. */
export type AnswerForm = 'stream' | 'json';

const EVENT_STREAM = 'text/event-stream';
const JSON_RANGES: readonly string[] = ['application/json', 'application/*', '*/*'];

/**
 * Chooses the form by the Accept header. The stream has to be named: `*` alone means JSON.
 * @returns undefined when neither is accepted.
 * @see RFC 9110 §12.5.1
 */
export const acceptedForm = (header: string | undefined): AnswerForm | undefined => {
  if (header === undefined || header.trim() === '') return 'json';
  const quality = new Map<string, number>();
  for (const range of header.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const value = q === undefined ? 1 : Number(q.slice(2));
    quality.set(type, Number.isFinite(value) ? value : 0);
  }
  const stream = quality.get(EVENT_STREAM) ?? 0;
  const json = JSON_RANGES.map((range) => quality.get(range)).find((value) => value !== undefined) ?? 0;
  if (stream > 0 && stream >= json) return 'stream';
  return json > 0 ? 'json' : undefined;
};
