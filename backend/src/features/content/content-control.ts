/** Ingest over the control socket: what `lectern ingest` asks of a running server. */
import { z } from 'zod';
import type { Content } from './content-feature.ts';
import type { IngestReport } from './content-ingest.service.ts';

/** Arguments of the command. */
export const ingestArgumentsSchema = z.object({
  /** Absolute path or address of the manifest; left out: that of the server's settings. */
  manifest: z.string().min(1).optional(),
  force: z.boolean().optional(),
});

/** One run, as the control socket gives it. */
export interface IngestRunRequest {
  readonly args: Readonly<Record<string, unknown>>;
  report(data: unknown): void;
  readonly signal: AbortSignal;
}

/** Makes the handler of the command `ingest`; progress is reported as {@link IngestProgress}. */
export const createIngestCommand =
  (content: Pick<Content, 'ingest' | 'catchUp'>) =>
  async ({ args, report, signal }: IngestRunRequest): Promise<IngestReport> => {
    const { manifest, force } = ingestArgumentsSchema.parse(args);
    const options = { signal, onProgress: report, ...(force === undefined ? {} : { force }) };
    const done = manifest ? await content.ingest({ ...options, manifest }) : await content.catchUp(options);
    if (!done) throw new Error('The server has no manifest in its settings: name one, or set BOOK_MANIFEST.');
    return done;
  };
