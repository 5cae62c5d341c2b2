/** Titles, contents, breadcrumbs, neighbours and sidebar in the reader's language. */
import type { TranslateTitlesResponse } from '@lectern/contracts';
import { hashSegment } from '@lectern/segments';
import type { FrameTranslator } from '../../client/doc-frame.ts';
import { frameLabel } from '../../client/frame-labels.ts';
import { viewOf } from '../../client/segments/segment-store.ts';
import { normalizePagePath } from '../../page-path.ts';
import { escapeText, tocLabel } from './toc-label.ts';

type Doc = Parameters<FrameTranslator['doc']>[0];
type Items = Parameters<FrameTranslator['sidebar']>[0];
type Titles = Pick<TranslateTitlesResponse, 'labels' | 'chapters'>;

/** Characters of a segment's hash that make its id. */
const ID_LENGTH = 8;

const unescapeText = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What front matter says, translated with the chapter. */
function frontMatterText(value: string): string | undefined {
  const text = value.normalize('NFC').replace(/\s+/g, ' ').trim();
  const id = hashSegment('frontMatter', escapeText(text), []).slice(0, ID_LENGTH);
  const translated = viewOf(id)?.text;
  return translated === undefined ? undefined : unescapeText(translated);
}

function headingText(id: string): string | undefined {
  const segment = document.getElementById(id)?.getAttribute('data-seg');
  return segment ? viewOf(segment)?.text : undefined;
}

/** Makes a translator out of the book's titles and what the chapter's own segments say now. */
export function makeFrameTranslator({ labels, chapters }: Titles): FrameTranslator {
  const byPath = new Map(chapters.map((chapter) => [normalizePagePath(chapter.permalink), chapter]));
  const say = (text: string): string => labels[text] ?? frontMatterText(text) ?? text;
  const sayAll = (value: unknown): unknown => {
    if (typeof value === 'string') return say(value);
    return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? say(one) : one)) : value;
  };
  const neighbour = <Link extends { title: string; permalink: string }>(link: Link): Link => ({
    ...link,
    title: labels[link.title] ?? byPath.get(normalizePagePath(link.permalink))?.title ?? link.title,
  });

  const doc = ({ metadata, frontMatter, toc, ...rest }: Doc): Doc => {
    const known = byPath.get(normalizePagePath(metadata.permalink));
    const { previous, next } = metadata;
    return {
      ...rest,
      metadata: {
        ...metadata,
        title: known?.title ?? say(metadata.title),
        description: known?.description ?? say(metadata.description),
        ...(previous && { previous: neighbour(previous) }),
        ...(next && { next: neighbour(next) }),
      },
      // Only the texts: the other values are compared with identifiers.
      frontMatter: Object.fromEntries(
        Object.entries(frontMatter).map(([key, value]) => [key, TEXT_KEYS.has(key) ? sayAll(value) : value]),
      ),
      toc: toc.map((item) => ({ ...item, value: tocLabel(item.value, headingText(item.id)) })),
    };
  };

  const sidebar = (items: Items): Items =>
    items.map((item) => {
      if (item.type === 'html') return item;
      const label = labels[item.label] ?? frameLabel(item.label);
      return item.type === 'category' ? { ...item, label, items: sidebar(item.items) } : { ...item, label };
    });
  return { doc, sidebar, chapter: (permalink) => byPath.get(normalizePagePath(permalink)) ?? {} };
}

const TEXT_KEYS = new Set(['title', 'description', 'objectives', 'sidebar_label', 'pagination_label', 'questions']);
