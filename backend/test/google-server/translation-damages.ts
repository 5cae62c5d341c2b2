/** What real engines do to texts with placeholders, as functions on the text in the engine's own markup. */

/** How an engine writes placeholders. */
export interface EngineMarkup {
  /** One atom with what it holds. */
  readonly atom: RegExp;
  /** One pair: its beginning, its words, its end. */
  readonly pair: RegExp;
}

/** Google's: HTML. */
export const HTML_MARKUP: EngineMarkup = {
  atom: /<span translate="no" id="x\d+">[^<]*<\/span>/,
  pair: /(<a id="g\d+">)([^<]*)(<\/a>)/,
};
/** A language model's: the neutral placeholders, with readings. */
export const MODEL_MARKUP: EngineMarkup = {
  atom: /<x\d+\/>|<(x\d+)>[^<]*<\/\1>/,
  pair: /(<g\d+>)([^<]*)(<\/g\d+>)/,
};

/** Bends one translated text. @param source What was to be translated */
export type Damage = (text: string, markup: EngineMarkup, source: string) => string;

const ENTITIES: Readonly<Record<string, string>> = { "'": '&#39;', '"': '&quot;', ' ': '&nbsp;' };
const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));

/** Damages by name. */
export const DAMAGES = {
  'atom lost': (text, { atom }) => text.replace(atom, ''),
  'atom doubled': (text, { atom }) => text.replace(atom, '$& $&'),
  'atom moved to the end': (text, { atom }) => {
    const found = atom.exec(text)?.[0] ?? '';
    return `${text.replace(atom, '').trim()} ${found}`;
  },
  'atom translated inside': (text, { atom }) => text.replace(atom, (found) => found.replace(/>([^<>]+)</, '>ترجمہ<')),
  'words pulled into an atom': (text, { atom }) =>
    text.replace(atom, (found) => found.replace(/>([^<>]+)</, '>$1 چلائیں<')),
  'pair lost': (text, { pair }) => text.replace(pair, '$2'),
  'pair ended before it begins': (text, { pair }) => text.replace(pair, '$3$2$1'),
  'pair not ended': (text, { pair }) => text.replace(pair, '$1$2'),
  'entities in the place of characters': (text) =>
    text.replace(/['" ](?![^<]*>)/g, (character) => ENTITIES[character] ?? character),
  'blanks eaten around tags': (text) => text.replace(/\s*(<[^<>]+>)\s*/g, '$1'),
  'blanks added inside pairs': (text, { pair }) => text.replace(pair, '$1 $2 $3'),
  'blanks added inside tags': (text) => text.replace(/<(\/?)(\w)/g, '< $1 $2'),
  'quotes added': (text) => `"${text}"`,
  'note added': (text) => `${text} (Note: translated from English.)`,
  'introduction added': (text) => `Here is the translation: ${text}`,
  'wrong script': (text) => text.replace(/[\u0600-\u06ff]+/g, 'शब्द'),
  untranslated: (_text, _markup, source) => source,
  truncated: (text) => half(text),
  empty: () => '',
  'address added': (text) => `${text} https://elsewhere.example/`,
  'markup added': (text) => `<b>${text}</b>`,
  'script added': (text) => `${text}<script>alert(1)</script>`,
  'second paragraph added': (text) => `${text}\n\n${text}`,
  'number changed': (text) => text.replace(/\d+/, (digits) => String(Number(digits) + 1)),
} as const satisfies Readonly<Record<string, Damage>>;

/** Name of a damage. */
export type DamageName = keyof typeof DAMAGES;
/** All names. */
export const DAMAGE_NAMES = Object.keys(DAMAGES).filter((name): name is DamageName => name in DAMAGES);
