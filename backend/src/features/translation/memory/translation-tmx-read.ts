/** Reads TMX 1.4b unit by unit, within bounds; a unit that cannot be used is told by its line and left out. */
import { MAX_MEMORY_LINE_CHARS, memoryEntrySchema, SEGMENT_HASH_VERSION } from '@lectern/contracts';
import { XMLParser } from 'fast-xml-parser';
import type { LanguagePair } from './translation-memory.repository.ts';
import { decodeText, type ReadEntry, type TextPieces } from './translation-memory-lines.ts';
import { ATTRIBUTES, TMX_PROPS, TMX_XML } from './translation-tmx.ts';

/** A file that is refused as a whole. */
export class TmxError extends Error {
  override readonly name = 'TmxError';
}

/** Each unit is parsed alone, so that no declaration of the file, and so no entity of it, reaches the parser. */
const parser = new XMLParser({ ...TMX_XML, htmlEntities: true });
const UNIT_START = /<tu(?=[\s>])/;
const UNIT_END = '</tu>';
/** What stands before the first unit, UTF-16 units. */
const LONGEST_HEAD = 64_000;

/**
 * Reads entries. Languages are compared without their regions.
 * @throws TmxError for a file that declares entities, or is no TMX; TypeError when the bytes are not UTF-8
 */
export async function* readTmx(pieces: TextPieces, pair: LanguagePair): AsyncGenerator<ReadEntry> {
  let rest = '';
  let line = 1;
  let isHeadRead = false;
  for await (const text of decodeText(pieces)) {
    rest += text;
    for (let unit = takeUnit(rest); unit !== undefined; unit = takeUnit(rest)) {
      if (!isHeadRead) checkHead(unit.before);
      isHeadRead = true;
      line += countLines(unit.before);
      yield readUnit(unit.xml, line, pair);
      line += countLines(unit.xml);
      rest = unit.after;
    }
    if (rest.length > (isHeadRead ? 2 * MAX_MEMORY_LINE_CHARS : LONGEST_HEAD)) {
      throw new TmxError(`line ${line}: there is no translation unit, or one that is too long`);
    }
  }
  if (!isHeadRead) checkHead(rest);
  if (UNIT_START.test(rest)) yield { line: line + countLines(rest.split(UNIT_START)[0] ?? ''), fault: 'is cut off' };
}

function takeUnit(text: string): { before: string; xml: string; after: string } | undefined {
  const start = text.search(UNIT_START);
  const end = start < 0 ? -1 : text.indexOf(UNIT_END, start);
  if (end < 0) return undefined;
  const after = end + UNIT_END.length;
  return { before: text.slice(0, start), xml: text.slice(start, after), after: text.slice(after) };
}

const countLines = (text: string): number => text.split('\n').length - 1;

function checkHead(head: string): void {
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/i.test(head)) throw new TmxError('declares entities: these are not read');
  if (!/<tmx[\s>]/.test(head)) throw new TmxError('is no TMX file');
}

function readUnit(xml: string, line: number, pair: LanguagePair): ReadEntry {
  try {
    const [unit] = nodesOf(parser.parse(xml, true)).filter(({ name }) => name === 'tu');
    if (unit === undefined) return { line, fault: 'is no translation unit' };
    const result = memoryEntrySchema.safeParse({ ...propsOf(unit), ...textsOf(unit, pair) });
    if (result.success) return { line, entry: result.data };
    const [issue] = result.error.issues;
    return { line, fault: `${issue?.path.join('.') || 'unit'}: ${issue?.message ?? 'cannot be used'}` };
  } catch (error) {
    return { line, fault: error instanceof Error ? error.message : 'cannot be read' };
  }
}

function propsOf(unit: Node): Record<string, string | number> {
  const given = new Map(
    unit.children
      .filter(({ name }) => name === 'prop')
      .map(({ attributes, children }) => [attributes['type'] ?? '', children.map(({ text }) => text).join('')]),
  );
  const props: Record<string, string | number> = {
    hashVersion: SEGMENT_HASH_VERSION,
    status: 'machine',
    engine: 'tmx',
  };
  for (const [key, type] of Object.entries(TMX_PROPS)) {
    const value = given.get(type);
    if (value !== undefined) props[key] = key === 'hashVersion' ? Number(value) : value;
  }
  return props;
}

function textsOf(unit: Node, pair: LanguagePair): { source?: string; target?: string } {
  const texts: { source?: string; target?: string } = {};
  for (const variant of unit.children.filter(({ name }) => name === 'tuv')) {
    const language = baseOf(variant.attributes['xml:lang'] ?? variant.attributes['lang'] ?? '');
    const segment = variant.children.find(({ name }) => name === 'seg');
    if (segment === undefined) continue;
    if (language === baseOf(pair.source)) texts.source = neutralOf(segment.children);
    else if (language === baseOf(pair.target)) texts.target = neutralOf(segment.children);
  }
  return texts;
}

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** @throws Error for an inline element that stands for nothing we know */
function neutralOf(nodes: readonly Node[]): string {
  const pairs = new Map<string, string>();
  return nodes
    .map(({ name, text, attributes }) => {
      const { x = '', i = '' } = attributes;
      switch (name) {
        case '#text':
          return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        case 'ph':
          return `<x${numberOf(x)}/>`;
        case 'bpt':
          pairs.set(i, numberOf(x));
          return `<g${numberOf(x)}>`;
        case 'ept':
          return `</g${numberOf(pairs.get(i) ?? '')}>`;
        default:
          throw new Error(`has an inline element <${name}>, which stands for nothing here`);
      }
    })
    .join('');
}

function numberOf(text: string): string {
  if (/^[1-9]\d{0,3}$/.test(text)) return text;
  throw new Error('has a placeholder without its number');
}

/** A node of the parser's form, checked. */
interface Node {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function nodesOf(parsed: unknown): Node[] {
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((raw: unknown): Node[] => {
    if (!isRecord(raw)) return [];
    const name = Object.keys(raw).find((key) => key !== ATTRIBUTES);
    if (name === undefined) return [];
    const value = raw[name];
    if (name === '#text') return [{ name, text: String(value), attributes: {}, children: [] }];
    return [{ name, text: '', attributes: stringsOf(raw[ATTRIBUTES]), children: nodesOf(value) }];
  });
}

const stringsOf = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)])) : {};
