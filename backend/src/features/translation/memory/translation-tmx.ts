/**
 * What TMX 1.4b calls the parts of an entry. Placeholders are inline elements: an atom `<x1/>` is `<ph x="1"/>`, the ends
 * of a pair `<g2>` are `<bpt i="2" x="2"/>` and `<ept i="2"/>`; all the rest of an entry stands in props.
 * @see https://www.gala-global.org/tmx-14b
 */
import type { MemoryEntry } from '@lectern/contracts';

/** Keys of an entry that are props of a translation unit, with their names. */
export const TMX_PROPS = {
  hash: 'x-lectern-hash',
  hashVersion: 'x-lectern-hash-version',
  kind: 'x-lectern-kind',
  status: 'x-lectern-status',
  context: 'x-lectern-context',
  engine: 'x-lectern-engine',
  model: 'x-lectern-model',
  promptVersion: 'x-lectern-prompt-version',
  glossaryVersion: 'x-lectern-glossary-version',
} as const satisfies Readonly<Partial<Record<keyof MemoryEntry, string>>>;

/** Options with which units are parsed and written: order and blanks are kept, nothing is guessed. */
export const TMX_XML = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
} as const;

/** Key of a node's attributes in the parser's form. */
export const ATTRIBUTES = ':@';

/** A node in the parser's form: its name with its children, its attributes; or a text. */
export interface XmlNode {
  readonly [name: string]: readonly XmlNode[] | string | Readonly<Record<string, string>>;
}
