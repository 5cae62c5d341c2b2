/**
 * Reads the manifest from a file or an address, within bounds, and refuses one that cannot be used with a reason that
 * says how to mend it. Runs in the indexing worker: parsing a large book would hold up the server's event loop.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BOOK_SCHEMA_VERSION, type Book, bookSchema, SEGMENT_HASH_VERSION } from '@lectern/contracts';

/** What a manifest may be at most. Above these it is refused before it is parsed or checked in full. */
export const MANIFEST_LIMITS = {
  /** Size of the file, bytes. */
  bytes: 256 * 1024 * 1024,
  /** Sections of all chapters together; the retrieval engine is measured up to 50,000. */
  sections: 60_000,
  /** Time to fetch it from an address, ms. */
  timeoutMs: 30_000,
} as const;

/** Why a manifest cannot be used. The message is meant for the operator and tells how to mend it. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/** A manifest as it was read, not parsed yet. */
export interface ManifestSource {
  readonly text: string;
  /** SHA-256 of the bytes, base64url. */
  readonly hash: string;
}

const isAddress = (location: string): boolean => /^https?:\/\//i.test(location);

/**
 * Reads the manifest's text.
 * @param location Path of a file, or an http(s) address; comes from settings only, never from a request.
 * @throws ManifestError when it is not there, too large, too slow, or redirected elsewhere.
 */
export const readManifest = async (
  location: string,
  limits: { readonly bytes: number; readonly timeoutMs: number } = MANIFEST_LIMITS,
): Promise<ManifestSource> => {
  const chunks = isAddress(location) ? fetchBytes(location, limits.timeoutMs) : fileBytes(location);
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.byteLength;
      if (size > limits.bytes) {
        throw new ManifestError(`${location} is larger than ${limits.bytes} bytes, the limit for a manifest.`);
      }
      hash.update(chunk);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    parts.push(decoder.decode());
  } catch (error) {
    throw asManifestError(location, error, limits.timeoutMs);
  }
  return { text: parts.join(''), hash: hash.digest('base64url') };
};

/**
 * Parses and checks a manifest.
 * @throws ManifestError for broken JSON, another schema version, faults of the schema, duplicate ids, or too many sections.
 */
export const parseManifest = (text: string, limits: { readonly sections: number } = MANIFEST_LIMITS): Book => {
  // PostgreSQL stores no NUL in text.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) {
    throw new ManifestError('The manifest has a NUL character in a text. Remove it from the page.');
  }
  const value = parseJson(text);
  checkVersions(value);
  checkSectionCount(value, limits.sections);
  const result = bookSchema.safeParse(value);
  if (!result.success) {
    const shown = result.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`);
    const more =
      result.error.issues.length > shown.length ? `, and ${result.error.issues.length - shown.length} more` : '';
    throw new ManifestError(`The manifest does not fit the schema: ${shown.join('; ')}${more}. Build the site again.`);
  }
  checkDuplicates(result.data);
  return result.data;
};

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1024 * 1024 })) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } finally {
    await file.close();
  }
}

async function* fetchBytes(address: string, timeoutMs: number): AsyncGenerator<Uint8Array> {
  // Redirects are not followed: which host is asked is the operator's choice alone.
  const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  if (response.status >= 300 && response.status < 400) {
    const target = response.headers.get('location') ?? 'another address';
    await response.body?.cancel();
    throw new ManifestError(`${address} redirects to ${target}. Set BOOK_MANIFEST to the final address.`);
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new ManifestError(`${address} answered with status ${response.status}.`);
  }
  yield* response.body;
}

const asManifestError = (location: string, error: unknown, timeoutMs: number): ManifestError => {
  if (error instanceof ManifestError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') {
    return new ManifestError(`There is no manifest at ${location}. Build the site, or set BOOK_MANIFEST.`);
  }
  if (code === 'EISDIR') return new ManifestError(`${location} is a directory, not a manifest file.`);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new ManifestError(`${location} is not UTF-8 text. Build the site again.`);
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ManifestError(`${location} did not arrive within ${timeoutMs / 1000} s.`);
  }
  return new ManifestError(`${location} could not be read: ${error instanceof Error ? error.message : String(error)}.`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ManifestError(`The manifest is not whole JSON (cut off?): ${reason}. Build the site again.`);
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const checkVersions = (value: unknown): void => {
  if (!isRecord(value) || Array.isArray(value)) throw new ManifestError('The manifest is not a JSON object.');
  const { schemaVersion, hashVersion } = value;
  if (schemaVersion !== BOOK_SCHEMA_VERSION) {
    throw new ManifestError(
      `The manifest has schema version ${String(schemaVersion)}; this server reads ${BOOK_SCHEMA_VERSION}. Use the plugin and the server of one release.`,
    );
  }
  if (hashVersion !== SEGMENT_HASH_VERSION) {
    throw new ManifestError(
      `The manifest has segment hash version ${String(hashVersion)}; this server reads ${SEGMENT_HASH_VERSION}. Use the plugin and the server of one release.`,
    );
  }
};

/** Counts before the schema check, so that an absurd manifest costs no more than its parsing. */
const checkSectionCount = (value: unknown, limit: number): void => {
  if (!isRecord(value)) return;
  const { chapters } = value;
  if (!Array.isArray(chapters)) return;
  let count = 0;
  for (const chapter of chapters) {
    const { sections } = isRecord(chapter) ? chapter : {};
    if (Array.isArray(sections)) count += sections.length;
  }
  if (count > limit) {
    throw new ManifestError(
      `The manifest has ${count} sections; the limit is ${limit}. Leave out pages or split the site.`,
    );
  }
};

const checkDuplicates = (book: Book): void => {
  const chapters = new Set<string>();
  for (const chapter of book.chapters) {
    const key = `${chapter.key} (${chapter.locale})`;
    refuseSecond(chapters, key, `chapter key ${key}`);
    const sections = new Set<string>();
    const segments = new Set<string>();
    for (const section of chapter.sections) {
      refuseSecond(sections, section.id, `section id "${section.id}" in chapter ${key}`);
      for (const segment of section.segments) {
        refuseSecond(segments, segment.id, `segment id ${segment.id} in chapter ${key}`);
      }
    }
  }
};

const refuseSecond = (seen: Set<string>, id: string, what: string): void => {
  if (seen.has(id))
    throw new ManifestError(`The manifest has a duplicate ${what}. Build the site again with the current plugin.`);
  seen.add(id);
};
