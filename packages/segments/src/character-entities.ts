/** Entities that engines give back in place of characters. */

/** Those that translation engines write; others stay and are found by the checks. */
const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  ndash: '\u2013',
  mdash: '\u2014',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201C',
  rdquo: '\u201D',
  sbquo: '\u201A',
  bdquo: '\u201E',
  laquo: '\u00AB',
  raquo: '\u00BB',
  hellip: '\u2026',
  middot: '\u00B7',
  times: '\u00D7',
  deg: '\u00B0',
  plusmn: '\u00B1',
  micro: '\u00B5',
  zwnj: '\u200C',
  zwj: '\u200D',
  lrm: '\u200E',
  rlm: '\u200F',
};

const MAX_CODE_POINT = 0x10ffff;

function characterOf(code: number): string | undefined {
  const isCharacter = code > 0 && code <= MAX_CODE_POINT && (code < 0xd800 || code > 0xdfff);
  if (!isCharacter) return undefined;
  const character = String.fromCodePoint(code);
  // Markup of the engine-neutral text stays escaped.
  return { '<': '&lt;', '>': '&gt;', '&': '&amp;' }[character] ?? character;
}

/** Decodes numeric and common named entities; `&amp;`, `&lt;` and `&gt;` stay, they are the text's own escapes. A bare `&` is escaped. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(?<decimal>\d{1,7})|#[xX](?<hex>[\da-fA-F]{1,6})|(?<name>[a-zA-Z\d]{2,32}));|&/g,
    (...found) => {
      const groups: unknown = found.at(-1);
      return decodeEntity(String(found[0]), typeof groups === 'object' && groups !== null ? groups : {});
    },
  );
}

function decodeEntity(
  entity: string,
  { decimal, hex, name }: { decimal?: string; hex?: string; name?: string },
): string {
  if (entity === '&') return '&amp;';
  if (name !== undefined) return NAMED[name] ?? entity;
  const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10);
  return characterOf(code) ?? entity;
}
