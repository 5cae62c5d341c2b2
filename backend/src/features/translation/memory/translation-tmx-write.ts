/** Writes a memory as TMX 1.4b, for the tools of translators. */
import type { MemoryEntry } from '@lectern/contracts';
import { XMLBuilder } from 'fast-xml-parser';
import type { LanguagePair } from './translation-memory.repository.ts';
import { ATTRIBUTES, TMX_PROPS, TMX_XML, type XmlNode } from './translation-tmx.ts';

/** Placeholders of an engine-neutral text. */
const TAG = /(<x\d+\/>|<\/?g\d+>)/;
/** What XML 1.0 has no place for. */
const FORBIDDEN = /[\p{Cc}--[\t\n\r]]|[\uFFFE\uFFFF]/gv;

const builder = new XMLBuilder({ ...TMX_XML, suppressEmptyNode: true });

/** Writes the file piece by piece. @param version of the tool that writes */
export async function* writeTmx(
  { source, target }: LanguagePair,
  entries: AsyncIterable<MemoryEntry>,
  version: string,
): AsyncGenerator<string> {
  const header: XmlNode = {
    header: [],
    [ATTRIBUTES]: {
      creationtool: 'lectern',
      creationtoolversion: version,
      segtype: 'paragraph',
      'o-tmf': 'lectern',
      adminlang: 'en',
      srclang: source,
      datatype: 'plaintext',
    },
  };
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n${builder.build([header])}\n<body>\n`;
  for await (const entry of entries) yield `${builder.build([unitOf(entry, source, target)])}\n`;
  yield '</body>\n</tmx>\n';
}

function unitOf(entry: MemoryEntry, source: string, target: string): XmlNode {
  const props = Object.entries(TMX_PROPS).flatMap(([key, type]): XmlNode[] => {
    const value = Reflect.get(entry, key);
    return value === undefined ? [] : [{ prop: [{ '#text': String(value) }], [ATTRIBUTES]: { type } }];
  });
  const variant = (language: string, text: string): XmlNode => ({
    tuv: [{ seg: segmentOf(text) }],
    [ATTRIBUTES]: { 'xml:lang': language },
  });
  return { tu: [...props, variant(source, entry.source), variant(target, entry.target)] };
}

function segmentOf(text: string): XmlNode[] {
  return text.split(TAG).flatMap((part): XmlNode[] => {
    const [, close = '', letter, number = ''] = /^<(\/?)([xg])(\d+)\/?>$/.exec(part) ?? [];
    if (letter === 'x') return [{ ph: [], [ATTRIBUTES]: { x: number } }];
    if (letter === 'g' && close !== '') return [{ ept: [], [ATTRIBUTES]: { i: number } }];
    if (letter === 'g') return [{ bpt: [], [ATTRIBUTES]: { i: number, x: number } }];
    return part === '' ? [] : [{ '#text': wordsOf(part) }];
  });
}

const wordsOf = (escaped: string): string =>
  escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replace(FORBIDDEN, '');
