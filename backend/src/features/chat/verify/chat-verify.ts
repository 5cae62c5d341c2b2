/**
 * Verifies a model's answer while it streams: what is no safe text is taken out, markers become citations with their
 * quotes, sentences are held against the passages, and our prompt does not come out. Text is passed on as soon as it
 * is known to be harmless; held back are a word that is not whole, what may be markup, and markers until the sentence
 * that they stand behind is judged.
 */
import type { SourcePassage } from '../../content/index.ts';
import { createCitationBook } from './chat-verify-citations.ts';
import { createCodeCheck } from './chat-verify-code.ts';
import { type AnswerUnit, createAnswerLexer } from './chat-verify-lexer.ts';
import type {
  AnswerDefences,
  VerifiedAnswer,
  VerifiedEvent,
  VerifyAnswer,
  VerifyOptions,
} from './chat-verify-options.ts';
import { createOutbox, type Outbox } from './chat-verify-outbox.ts';
import { isClosing, isOverBefore } from './chat-verify-sentence.ts';
import { createSupportCheck, type Ground } from './chat-verify-support.ts';

/** Longest sentence, UTF-16 units; a longer one is judged in parts. */
const MAX_SENTENCE = 1500;
/** Most citations of an answer. */
const MAX_CITATIONS = 60;

const ALL_DEFENCES: AnswerDefences = { sanitizer: true, markers: true, leakGuard: true, support: true };

/** Verifies an answer. @throws what the pieces throw */
export const verifyAnswer: VerifyAnswer = async function* (pieces, options) {
  const defences = { ...ALL_DEFENCES, ...options.defences };
  const texts = options.sources.map(({ passage }) => passage.text);
  const isInPassages = (text: string): boolean => texts.some((each) => each.includes(text));
  const lexer = createAnswerLexer({ isInPassages, sanitizes: defences.sanitizer });
  const outbox = createOutbox(defences.leakGuard ? (options.secrets ?? []) : []);
  const writer = createSentenceWriter(options, defences, outbox);
  for await (const piece of pieces) {
    if (options.signal.aborted) break;
    for (const unit of lexer.feed(piece)) await writer.unit(unit);
    yield* outbox.take(false);
    if (outbox.leaked) return result(outbox, writer.counts, true);
  }
  if (!options.signal.aborted) {
    for (const unit of lexer.end()) await writer.unit(unit);
    await writer.end();
    yield* outbox.take(true);
  }
  return result(outbox, writer.counts, outbox.leaked);
};

interface Counts {
  sentences: number;
  supported: number;
  unchecked: number;
}

const result = ({ sent }: Outbox, counts: Counts, leaked: boolean): VerifiedAnswer => ({ ...sent, ...counts, leaked });

/** What stands behind the last word of a sentence until it is known whether it ends there. */
type Trailing = { readonly numbers: readonly number[] } | { readonly text: string };

const isBlank = (trailing: Trailing | undefined): boolean =>
  trailing !== undefined && 'text' in trailing && trailing.text.trim() === '';

interface Sentence {
  /** Where it begins in the text. */
  readonly start: number;
  plain: string;
  /** Places of the passages that it cites. */
  readonly cited: Set<number>;
  /** Markers that were shown in its middle. */
  readonly shown: Set<number>;
}

const createSentenceWriter = (options: VerifyOptions, defences: AnswerDefences, outbox: Outbox) => {
  const { sources, judge, signal } = options;
  const check = createSupportCheck({ sources, judge, signal, checks: defences.support });
  const code = createCodeCheck(sources);
  const book = createCitationBook();
  const counts: Counts = { sentences: 0, supported: 0, unchecked: 0 };
  let sentence: Sentence | undefined;
  let trailing: Trailing[] = [];
  let codeStart: number | undefined;

  const newSentence = (): Sentence => ({ start: outbox.length, plain: '', cited: new Set(), shown: new Set() });
  const trailingText = (): string => trailing.map((each) => ('text' in each ? each.text : '')).join('');

  /** Markers of grounds; those that are new are told before. */
  const cite = (grounds: readonly Ground[], shown: Set<number>): string => {
    let markers = '';
    for (const { source, range } of grounds) {
      const cited = book.cite(source, range);
      if (!cited || cited.citation.marker > MAX_CITATIONS || shown.has(cited.citation.marker)) continue;
      if (cited.isNew) outbox.cite(cited.citation);
      shown.add(cited.citation.marker);
      markers += `[${cited.citation.marker}]`;
    }
    return markers;
  };

  /** Writes what trails, with verified markers in place of the model's; without any, the blank before them goes too. */
  const writeTrailing = (markers: string): void => {
    let open = markers;
    let out = '';
    for (const [at, each] of trailing.entries()) {
      if ('numbers' in each) {
        out += defences.markers ? open : each.numbers.map((number) => `[${number}]`).join('');
        open = '';
        continue;
      }
      const next = trailing[at + 1];
      const isBeforeDropped = next !== undefined && 'numbers' in next && open === '' && defences.markers;
      if (!(isBeforeDropped && each.text.trim() === '')) out += each.text;
    }
    if (open !== '' && defences.markers) out = out.replace(/\s*$/u, (blanks) => ` ${open}${blanks}`);
    outbox.write(out);
    trailing = [];
  };

  /** A marker in the middle of a sentence: its clause has to have something of the passage. */
  const endClause = (): void => {
    if (!sentence) return;
    const numbers = trailing.flatMap((each) => ('numbers' in each ? each.numbers : []));
    const cited = placesOf(numbers, sources);
    for (const at of cited) sentence.cited.add(at);
    const grounds = cited.length > 0 ? check.clause(sentence.plain, cited) : [];
    sentence.plain += trailingText();
    writeTrailing(cite(grounds, sentence.shown));
  };

  const endSentence = async (): Promise<void> => {
    const ended = sentence;
    sentence = undefined;
    if (!ended) {
      writeTrailing('');
      return;
    }
    const numbers = trailing.flatMap((each) => ('numbers' in each ? each.numbers : []));
    for (const at of placesOf(numbers, sources)) ended.cited.add(at);
    const said = (ended.plain + trailingText()).replace(/\s+/gu, ' ').trim();
    const { status, grounds } = await check.sentence(said, [...ended.cited]);
    if (status !== 'neutral') counts.sentences++;
    if (status === 'supported') counts.supported++;
    if (status === 'unchecked') counts.unchecked++;
    const fresh = ended.shown.size > 0 && numbers.length === 0 ? [] : grounds;
    const blanks = /\s*$/u.exec(trailingText())?.[0].length ?? 0;
    writeTrailing(cite(fresh, ended.shown));
    if (status === 'unsupported') outbox.flag({ start: ended.start, end: outbox.length - blanks });
  };

  const text = async (shown: string, plain: string): Promise<void> => {
    if (isBlank({ text: shown })) {
      if (sentence) trailing.push({ text: shown });
      else outbox.write(shown);
      return;
    }
    if (sentence) {
      const hasMarker = trailing.some((each) => 'numbers' in each);
      if (hasMarker && isClosing(plain) && !isBlank(trailing.at(-1))) {
        trailing.push({ text: shown });
        return;
      }
      const isOver = isOverBefore(sentence.plain + trailingText(), plain);
      if ((isOver && !isClosing(plain)) || sentence.plain.length > MAX_SENTENCE) await endSentence();
      else if (hasMarker) endClause();
      else if (trailing.length > 0) {
        sentence.plain += trailingText();
        writeTrailing('');
      }
    }
    sentence ??= newSentence();
    sentence.plain += plain;
    outbox.write(shown);
  };

  const block = async (shown: string, isEnd: boolean): Promise<void> => {
    await endSentence();
    codeStart ??= outbox.length;
    code.add(shown);
    outbox.write(shown);
    if (!isEnd) return;
    const verdict = defences.support ? code.judge() : 'supported';
    if (verdict !== 'neutral') counts.sentences++;
    if (verdict === 'supported') counts.supported++;
    if (verdict === 'unsupported') outbox.flag({ start: codeStart, end: outbox.length });
    codeStart = undefined;
  };

  return {
    counts,
    async unit(unit: AnswerUnit): Promise<void> {
      switch (unit.kind) {
        case 'text':
          return text(unit.text, unit.plain);
        case 'marker':
          // In front of a sentence it is the model's slip: the sentence is held against it all the same.
          sentence ??= newSentence();
          trailing.push({ numbers: unit.numbers });
          return;
        case 'newline':
        case 'structure':
          await endSentence();
          outbox.write(unit.kind === 'newline' ? '\n' : unit.text);
          return;
        case 'code':
          return block(unit.text, unit.isEnd);
      }
    },
    end: endSentence,
  };
};

/** Places of the passages with these numbers; numbers that no passage has are dropped. */
const placesOf = (numbers: readonly number[], sources: readonly SourcePassage[]): number[] =>
  [...new Set(numbers)].map((number) => number - 1).filter((at) => sources[at] !== undefined);

export type { VerifiedAnswer, VerifiedEvent, VerifyOptions };
