/** Draws an answer's text: the safe Markdown subset, citation numbers, what the book doesn't support. */
import type { Citation } from '@lectern/contracts';
import { Fragment, type MouseEvent, type ReactNode, useMemo } from 'react';
import { t } from '../../client/messages.ts';
import { openCitedPlace } from '../citations/citation-target.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { type BlockNode, type InlineNode, parseAnswer, splitByRanges, type TextRun } from './chat-markdown.ts';
import { citationsByMarker, placeLabel } from './chat-places.ts';
import { readableTex } from './chat-tex.ts';

/** What is needed to draw an answer. */
export interface ChatAnswerProps {
  readonly turn: Pick<ChatTurn, 'text' | 'citations' | 'unsupported'>;
  /** Called after a citation was followed, e.g. to make way on a phone. */
  readonly onFollow: () => void;
}

/** Follows a link inside the site; with a modifier the browser opens it as it always does. */
export function followPlace(
  event: MouseEvent,
  place: Parameters<typeof openCitedPlace>[0],
  onFollow: () => void,
): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  onFollow();
  openCitedPlace(place);
}

/** A link to a cited passage. */
export function CitationLink(props: {
  readonly citation: Citation;
  readonly className: string;
  readonly label?: string;
  readonly onFollow: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { citation, className, label, onFollow, children } = props;
  return (
    <a
      className={className}
      href={citation.url}
      aria-label={label}
      onClick={(event) => followPlace(event, citation, onFollow)}
    >
      {children}
    </a>
  );
}

type TextBlock = Exclude<BlockNode, { type: 'codeBlock' }>;

/** true for a paragraph that is bold as a whole: a heading, as the answer's subset has no other. */
function isHeading(block: BlockNode | undefined): block is TextBlock {
  if (block?.type !== 'paragraph') return false;
  const [node, ...others] = block.lines.flat();
  return node?.type === 'strong' && others.length === 0;
}

function markersOf(block: BlockNode): number[] {
  if (block.type === 'codeBlock') return [];
  return block.lines.flat().flatMap((node) => (node.type === 'marker' ? [node.marker] : []));
}

/** true for a block of nothing but markers: they belong to the quote before it. */
function isMarkersOnly(block: BlockNode | undefined, source: string): block is TextBlock {
  if (block === undefined || block.type !== 'paragraph' || markersOf(block).length === 0) return false;
  const nodes = block.lines.flat();
  return nodes.every(
    (node) => node.type === 'marker' || (node.type === 'text' && source.slice(node.start, node.end).trim() === ''),
  );
}

/** The answer's text. */
export function ChatAnswer({ turn, onFollow }: ChatAnswerProps): ReactNode {
  const { text, citations, unsupported } = turn;
  const byMarker = useMemo(() => citationsByMarker(citations), [citations]);
  const blocks = useMemo(() => parseAnswer(text, new Set(byMarker.keys())), [text, byMarker]);

  function inline(node: InlineNode, key: number): ReactNode {
    switch (node.type) {
      case 'marker': {
        const citation = byMarker.get(node.marker);
        if (!citation) return null;
        const label = t(CHAT_MESSAGES.sourceLink, { number: node.marker, place: placeLabel(citation) });
        return (
          <CitationLink key={key} citation={citation} className="lectern-marker" label={label} onFollow={onFollow}>
            {node.marker}
          </CitationLink>
        );
      }
      case 'code':
        return <code key={key}>{text.slice(node.start, node.end)}</code>;
      case 'strong':
        return <strong key={key}>{drawLine(node.children)}</strong>;
      case 'emphasis':
        return <em key={key}>{drawLine(node.children)}</em>;
      case 'text':
        return drawRuns(splitByRanges(text, node.start, node.end, unsupported), key);
    }
  }

  const lines = (block: TextBlock) =>
    block.lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of an answer only grow at the end
      <Fragment key={index}>
        {index > 0 && '\n'}
        {drawLine(line)}
      </Fragment>
    ));

  /** Neighbouring pieces of text are drawn as one: an escape parts a formula from its backslash. */
  function drawLine(line: readonly InlineNode[]): ReactNode[] {
    const drawn: ReactNode[] = [];
    for (let index = 0; index < line.length; index++) {
      const node = line[index];
      if (node === undefined) break;
      if (node.type !== 'text') {
        drawn.push(inline(node, index));
        continue;
      }
      const runs: TextRun[] = [];
      let last: InlineNode | undefined = node;
      for (; last?.type === 'text'; last = line[++index]) {
        runs.push(...splitByRanges(text, last.start, last.end, unsupported));
      }
      drawn.push(drawRuns(joinRuns(runs), index));
      index--;
    }
    return drawn;
  }

  const writesHeadings = blocks.some(isHeading);

  function quote(block: TextBlock, index: number): ReactNode {
    const before = blocks[index - 1];
    const after = blocks[index + 1];
    const trailing = isMarkersOnly(after, text) ? after : undefined;
    const source = byMarker.get([...markersOf(block), ...(trailing ? markersOf(trailing) : [])][0] ?? -1);
    // Quotes stand under the heading they come from: the server's line where it wrote some, else the citation's place.
    const heading = isHeading(before) ? lines(before) : source && !writesHeadings ? placeLabel(source) : null;
    return (
      <figure key={`quote-${index}`} className="lectern-quote">
        {heading !== null && (
          <figcaption>
            {source ? (
              <CitationLink citation={source} className="lectern-quote-place" onFollow={onFollow}>
                {heading}
              </CitationLink>
            ) : (
              heading
            )}
          </figcaption>
        )}
        <blockquote dir="auto">
          {lines(block)} {trailing && lines(trailing)}
        </blockquote>
      </figure>
    );
  }

  function draw(block: BlockNode, index: number): ReactNode {
    if (block.type === 'codeBlock') {
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
        <pre key={`code-${index}`} dir="ltr" tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    }
    if (block.type === 'quote') return quote(block, index);
    // Drawn with the quote they belong to.
    if (isHeading(block) && blocks[index + 1]?.type === 'quote') return null;
    if (blocks[index - 1]?.type === 'quote' && isMarkersOnly(block, text)) return null;
    return (
      <p key={`paragraph-${index}`} dir="auto">
        {lines(block)}
      </p>
    );
  }

  return <div className="lectern-answer">{blocks.map(draw)}</div>;
}

/** Joins runs that are supported alike. */
function joinRuns(runs: readonly TextRun[]): TextRun[] {
  const joined: TextRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before && before.unsupported === run.unsupported && !before.endsRange) {
      joined[joined.length - 1] = { ...run, text: before.text + run.text };
    } else joined.push(run);
  }
  return joined;
}

function drawRuns(runs: readonly TextRun[], key: number): ReactNode {
  return runs.map((run) =>
    run.unsupported ? (
      <Unsupported key={`${key}:${run.text}`} isLast={run.endsRange}>
        {readableTex(run.text)}
      </Unsupported>
    ) : (
      <Fragment key={`${key}:${run.text}`}>{readableTex(run.text)}</Fragment>
    ),
  );
}

/** A piece of a sentence that no passage supports: dimmed; at the sentence's end said so on focus and to screen readers. */
function Unsupported({ isLast, children }: { isLast: boolean; children: ReactNode }): ReactNode {
  const note = t(CHAT_MESSAGES.unsupported);
  return (
    <span className="lectern-unsupported">
      {children}
      {isLast && (
        <>
          <button type="button" className="lectern-unsupported-note" aria-label={note}>
            ?
          </button>
          <span className="lectern-unsupported-tip" aria-hidden="true">
            {note}
          </span>
        </>
      )}
    </span>
  );
}
