/** Segments as a language model reads them, and back: the neutral placeholders, with the contents of atoms shown. */
import { escapeText, tokenizeText, tokenText, unescapeText } from '@lectern/segments';
import { type EngineTag, type EngineToken, escapeBare, findClose, readTags } from './engine-tags.ts';
import type { TranslatorSegment } from './translator.port.ts';

type Markup = Pick<TranslatorSegment, 'text' | 'readings'>;

/** Of a reading, UTF-16 units that are shown. */
const SHOWN_READING = 120;
const FENCE = /^```[a-z]*\s*\n?([\s\S]*?)\n?```$/;

/** A segment as a model reads it: `<x1>ros2 topic list</x1>` where the text has `<x1/>`. */
export function toModelText({ text, readings }: Markup): string {
  return tokenizeText(text)
    .map((token) => {
      const reading = token.type === 'atom' ? (readings.get(token.id)?.trim() ?? '') : '';
      if (token.type !== 'atom' || reading === '') return tokenText(token);
      const shown = reading.length <= SHOWN_READING ? reading : `${reading.slice(0, SHOWN_READING)}…`;
      return `<${token.id}>${escapeText(shown)}</${token.id}>`;
    })
    .join('');
}

/**
 * What came back from a model, with the placeholders of the segment. Contents of atoms are dropped; a tag that is no
 * placeholder stays as it is, for the validator to find, unless the author wrote it as words.
 */
export function fromModelText(answer: string, { text: source }: Markup): string {
  const tokens = readTags((FENCE.exec(answer.trim())?.[1] ?? answer).trim());
  const words = unescapeText(source);
  let text = '';
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.type === 'text') text += escapeBare(token.text);
    else if (source.includes(`<${token.name}/>`)) {
      // Without its beginning, an atom's place is not certain.
      text += token.form === 'close' ? token.raw : `<${token.name}/>`;
      index = endOfAtom(tokens, index, token);
    } else if (source.includes(`<${token.name}>`)) text += writePair(token);
    else text += words.includes(token.raw) ? escapeText(token.raw) : token.raw;
  }
  return text;
}

const endOfAtom = (tokens: readonly EngineToken[], index: number, { form }: EngineTag): number =>
  form === 'open' ? (findClose(tokens, index) ?? index) : index;

function writePair({ name, form }: EngineTag): string {
  if (form === 'single') return `<${name}></${name}>`;
  return form === 'open' ? `<${name}>` : `</${name}>`;
}
