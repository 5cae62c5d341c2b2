/**
 * Everything that is kept of a reader as one JSON document, written piece by piece: nothing is read before the reader
 * takes what was read before, so that memory stays bounded however much there is.
 */
import { EXPORT_VERSION } from '@lectern/contracts';
import type { OwnedData } from '../../db/owned-data.ts';

/** Pieces are joined up to this size, UTF-16 units: one write for each row would cost more than the row. */
const PIECE_CHARS = 16_384;

/** Whose data, and from where. */
export interface ExportSubject {
  readonly identity: { readonly id: string; readonly kind: 'anonymous' | 'account' };
  /** Origin of this server. */
  readonly server: string;
  readonly exportedAt: Date;
  /** What the features keep. */
  readonly owned: readonly Pick<OwnedData, 'name' | 'export'>[];
}

/** The document, in pieces of about 16 kB. Its last key says that it is whole. */
export async function* writeExport(subject: ExportSubject): AsyncGenerator<string> {
  let piece = '';
  for await (const part of parts(subject)) {
    piece += part;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

async function* parts({ identity, server, exportedAt, owned }: ExportSubject): AsyncGenerator<string> {
  const { id, kind } = identity;
  const head = { exportVersion: EXPORT_VERSION, exportedAt: exportedAt.toISOString(), server, identity: { id, kind } };
  yield JSON.stringify(head).slice(0, -1);
  for (const feature of owned) {
    yield `,\n${JSON.stringify(feature.name)}:[`;
    let separator = '\n';
    for await (const item of feature.export(id)) {
      yield `${separator}${JSON.stringify(item)}`;
      separator = ',\n';
    }
    yield ']';
  }
  yield ',\n"complete":true}\n';
}

/** Name of the file: the day, and nothing about the reader. */
export function exportFileName(exportedAt: Date): string {
  return `lectern-export-${exportedAt.toISOString().slice(0, 10)}.json`;
}
