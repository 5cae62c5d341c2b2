/** Text in front matter. */
import { isMap, isScalar, isSeq, parseDocument, type Scalar } from 'yaml';

/** A front-matter value that a reader reads. */
export interface FrontMatterText {
  /** `title`, `objectives.0` … */
  key: string;
  value: string;
  /** Offsets in the YAML text; `undefined` when the parser gives none. */
  start: number | undefined;
  end: number | undefined;
}

/** Keys whose value, or list of values, is shown to readers. */
const TEXT_KEYS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'sidebar_label',
  'pagination_label',
  'objectives',
  'questions',
]);

function scalarText(key: string, scalar: Scalar): FrontMatterText[] {
  if (typeof scalar.value !== 'string' || scalar.value.trim() === '') return [];
  const [start, end] = scalar.range ?? [];
  return [{ key, value: scalar.value, start, end }];
}

/** Lists the texts of a front-matter block, in order. Broken YAML has none: Docusaurus itself reports it. */
export function frontMatterTexts(yaml: string): FrontMatterText[] {
  const document = parseDocument(yaml);
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  return document.contents.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!TEXT_KEYS.has(key)) return [];
    if (isScalar(pair.value)) return scalarText(key, pair.value);
    if (!isSeq(pair.value)) return [];
    return pair.value.items.flatMap((item, index) => (isScalar(item) ? scalarText(`${key}.${index}`, item) : []));
  });
}

/** A front-matter block as data; `{}` when it is no map or not valid. */
export function parseFrontMatter(yaml: string): Record<string, unknown> {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) return {};
  const data: unknown = document.toJS();
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : {};
}
