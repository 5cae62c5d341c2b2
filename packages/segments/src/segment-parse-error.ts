/** The one error of this package. */

/** Thrown when a file is not valid Markdown or MDX; line and column are those of the file as it stands on disk. */
export class SegmentParseError extends Error {
  override readonly name = 'SegmentParseError';
  /** Path as given in the options. */
  readonly path: string;
  /** Line, from 1; 0 when unknown. */
  readonly line: number;
  /** Column, from 1; 0 when unknown. */
  readonly column: number;
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(path: string, reason: string, place: { line: number; column: number }, cause?: unknown) {
    const where = place.line > 0 ? `${path}:${place.line}:${place.column}` : path;
    super(`${where}: ${reason}`, { cause });
    this.path = path;
    this.line = place.line;
    this.column = place.column;
    this.reason = reason;
  }
}
