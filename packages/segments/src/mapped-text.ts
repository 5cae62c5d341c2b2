/** A text that was changed before parsing, and the way back to the source's offsets. */

/** One replacement: the characters `start`…`end` of the text become `text`. */
export interface TextEdit {
  start: number;
  end: number;
  /** Pieces that replace them: new text, or a slice that keeps its offsets. */
  pieces: readonly (string | { start: number; end: number })[];
}

/** A text with, for each of its UTF-16 units and for its end, the offset in the source it came from. */
export class MappedText {
  readonly text: string;
  readonly #offsets: Uint32Array;

  private constructor(text: string, offsets: Uint32Array) {
    this.text = text;
    this.#offsets = offsets;
  }

  /** The source as it is, without a byte order mark. */
  static of(source: string): MappedText {
    const start = source.charCodeAt(0) === 0xfeff ? 1 : 0;
    const offsets = Uint32Array.from({ length: source.length - start + 1 }, (_, index) => index + start);
    return new MappedText(source.slice(start), offsets);
  }

  /** Offset in the source of an offset in this text. */
  sourceOffset(offset: number): number {
    return this.#offsets[Math.max(0, Math.min(offset, this.text.length))] ?? 0;
  }

  /** Applies edits that are in order and do not overlap. */
  apply(edits: readonly TextEdit[]): MappedText {
    if (edits.length === 0) return this;
    let text = '';
    const offsets: number[] = [];
    const keep = (start: number, end: number): void => {
      text += this.text.slice(start, end);
      for (let index = start; index < end; index += 1) offsets.push(this.#offsets[index] ?? 0);
    };
    let at = 0;
    for (const edit of edits) {
      keep(at, edit.start);
      let anchor = edit.start;
      for (const piece of edit.pieces) {
        if (typeof piece === 'string') {
          text += piece;
          for (let index = 0; index < piece.length; index += 1) offsets.push(this.#offsets[anchor] ?? 0);
        } else {
          keep(piece.start, piece.end);
          anchor = piece.end;
        }
      }
      at = edit.end;
    }
    keep(at, this.text.length);
    offsets.push(this.#offsets[this.text.length] ?? 0);
    return new MappedText(text, Uint32Array.from(offsets));
  }
}

/** Line and column, both from 1, of an offset in a text. */
export function linePosition(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
