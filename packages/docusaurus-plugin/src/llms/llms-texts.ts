/** The texts of `llms.txt` and `llms-full.txt`. Pure. @see https://llmstxt.org */
import type { Chapter } from '@lectern/contracts';

/** One page. */
export interface LlmsPage {
  chapter: Pick<Chapter, 'key' | 'title' | 'description' | 'module' | 'latest'>;
  /** Whole address of the page. */
  url: string;
  /** Whole address of its Markdown; the page's own where none is written. */
  markdownUrl: string;
  /** The page as Markdown, title first. */
  markdown: string;
}

/** What both files tell of the book. */
export interface LlmsBook {
  title: string;
  /** One sentence; '' when there is none. */
  summary: string;
  modules: readonly { id: string; title: string }[];
  /** In reading order. */
  pages: readonly LlmsPage[];
  /** Whether pages have their Markdown beside them. */
  hasPages: boolean;
}

/** The index: title, summary, and the pages by module; older versions last, under the heading that may be skipped. */
export function llmsIndex({ title, summary, modules, pages, hasPages }: LlmsBook): string {
  const latest = pages.filter(({ chapter }) => chapter.latest !== false);
  const older = pages.filter(({ chapter }) => chapter.latest === false);
  const inModule = (id: string) => latest.filter(({ chapter }) => chapter.module === id);
  const known = new Set(modules.map(({ id }) => id));
  const loose = latest.filter(({ chapter }) => chapter.module === undefined || !known.has(chapter.module));
  const note = hasPages ? 'Each page is here as Markdown, at its own address with `.md`.' : '';
  return sections([
    ...head(title, summary),
    note,
    list('Pages', loose),
    ...modules.map((module) => list(module.title, inModule(module.id))),
    list('Optional', older),
  ]);
}

/** All pages of the latest versions, whole. */
export function llmsFull({ title, summary, pages }: LlmsBook): string {
  const latest = pages.filter(({ chapter }) => chapter.latest !== false);
  return sections([...head(title, summary), ...latest.map(({ markdown }) => markdown)]);
}

/** A page's Markdown with its title and address. */
export function withTitle({ title, description }: LlmsPage['chapter'], url: string, body: string): string {
  const own = /^# (.+)(?:\n|$)/.exec(body);
  const rest = own ? body.slice(own[0].length) : body;
  return sections([`# ${own?.[1] ?? plain(title)}`, ...summaryOf(description ?? ''), `Page: ${url}`, rest.trim()]);
}

const head = (title: string, summary: string): string[] => [`# ${plain(title)}`, ...summaryOf(summary)];

const summaryOf = (text: string): string[] => (text === '' ? [] : [`> ${plain(text)}`]);

const list = (heading: string, pages: readonly LlmsPage[]): string =>
  pages.length === 0 ? '' : `## ${plain(heading)}\n\n${pages.map(item).join('\n')}`;

const item = ({ chapter: { title, description }, markdownUrl }: LlmsPage): string =>
  `- [${plain(title).replace(/[[\]]/g, '\\$&')}](${markdownUrl})${description ? `: ${plain(description)}` : ''}`;

/** On one line. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const sections = (blocks: readonly string[]): string => `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
