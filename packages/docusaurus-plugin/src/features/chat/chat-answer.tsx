/** Draws an answer's text: the safe Markdown subset, citation numbers, what the book doesn't support. */
import type { Citation } from '@lectern/contracts';
import { type ClipboardEvent, Fragment, type MouseEvent, type ReactNode, useMemo } from 'react';
import { t } from '../../client/messages.ts';
import { openCitedPlace } from '../citations/citation-target.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { drawRuns, joinRuns, Unsupported } from './chat-answer-text.tsx';
import { type ChatTurn, isRunning } from './chat-conversation.ts';
import { copiedText } from './chat-copied-text.ts';
import { Formula } from './chat-formula.tsx';
import {
  type BlockNode,
  type FormulaNode,
  type InlineNode,
  parseAnswer,
  splitByRanges,
  type TextRun,
} from './chat-markdown.ts';
import { citationsByMarker, placeLabel } from './chat-places.ts';

/** What is needed to draw an answer. */
export interface ChatAnswerProps {
  readonly turn: ChatTurn;
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
      dir="auto"
      href={citation.url}
      aria-label={label}
      onClick={(event) => followPlace(event, citation, onFollow)}
    >
      {children}
    </a>
  );
}

type TextBlock = Exclude<BlockNode, { type: 'codeBlock' } | FormulaNode>;

/** true for a paragraph that is bold as a whole: a heading, as the answer's subset has no other. */
function isHeading(block: BlockNode | undefined): block is TextBlock {
  if (block?.type !== 'paragraph') return false;
  const [node, ...others] = block.lines.flat();
  return node?.type === 'strong' && others.length === 0;
}

function markersOf(block: BlockNode): number[] {
  if (block.type === 'codeBlock' || block.type === 'formula') return [];
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

/** true for a line of text and markers: a formula that is alone in it is displayed. */
const isTextAndMarkers = (line: readonly InlineNode[]) =>
  line.every(({ type }) => type === 'text' || type === 'marker') &&
  !line.slice(0, -1).some(({ type }) => type === 'marker');

/** A copied formula is its TeX, not the letters that it is drawn with. */
function copyTex(event: ClipboardEvent): void {
  const text = copiedText(getSelection());
  if (text === undefined) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

/** The answer's text. */
export function ChatAnswer({ turn, onFollow }: ChatAnswerProps): ReactNode {
  const { text, citations, unsupported, mode } = turn;
  const isOpen = isRunning(turn);
  const byMarker = useMemo(() => citationsByMarker(citations), [citations]);
  const blocks = useMemo(
    () => parseAnswer(text, new Set(byMarker.keys()), { formulas: mode === 'llm' }),
    [text, byMarker, mode],
  );

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
      case 'formula':
        return formula(node, key);
      case 'text':
        return drawRuns(splitByRanges(text, node.start, node.end, unsupported), { isOpen: false, isBlock: false });
    }
  }

  function formula(node: FormulaNode, key: number): ReactNode {
    const { tex, display, start, end } = node;
    const drawn = <Formula key={key} tex={tex} source={text.slice(start, end).trim()} display={display} />;
    const around = unsupported.find((range) => range.start <= start && end <= range.end);
    if (!around) return drawn;
    return (
      <Unsupported key={key} isLast={around.end === end}>
        {drawn}
      </Unsupported>
    );
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
    const isBlock = isTextAndMarkers(line);
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
      const reachesEnd = isOpen && (runs.at(-1)?.start ?? 0) + (runs.at(-1)?.text.length ?? 0) >= text.length;
      drawn.push(<Fragment key={node.start}>{drawRuns(joinRuns(runs), { isOpen: reachesEnd, isBlock })}</Fragment>);
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
          <figcaption dir="auto">
            {source ? (
              <CitationLink citation={source} className="lectern-quote-place" onFollow={onFollow}>
                {heading}
              </CitationLink>
            ) : (
              heading
            )}
          </figcaption>
        )}
        <div className="lectern-quote-body" dir="auto">
          <blockquote>
            {lines(block)} {trailing && lines(trailing)}
          </blockquote>
        </div>
      </figure>
    );
  }

  /** A formula with its citations beside it, where a book has the number. */
  function formulaLine(block: FormulaNode, index: number): ReactNode {
    const after = blocks[index + 1];
    return (
      <p key={`formula-${index}`} className="lectern-formula-line">
        {formula(block, index)}
        {isMarkersOnly(after, text) && <span>{lines(after)}</span>}
      </p>
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
    if (block.type === 'formula') return formulaLine(block, index);
    if (block.type === 'quote') return quote(block, index);
    // Drawn with the quote they belong to.
    if (isHeading(block) && blocks[index + 1]?.type === 'quote') return null;
    if (['quote', 'formula'].includes(blocks[index - 1]?.type ?? '') && isMarkersOnly(block, text)) return null;
    return (
      <p key={`paragraph-${index}`} dir="auto">
        {lines(block)}
      </p>
    );
  }

  return (
    <div className="lectern-answer" onCopy={copyTex}>
      {blocks.map(draw)}
    </div>
  );
}
