/** The SQL of translations: found by hash, kept one for each place and status. */
import { randomUUID } from 'node:crypto';
import type { MemoryStatus, SegmentKind } from '@lectern/contracts';
import { and, asc, countDistinct, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { type StoredFinding, translation } from '../translation.table.ts';

/** From which language to which, BCP 47. */
export interface LanguagePair {
  readonly source: string;
  readonly target: string;
}

/** A translation as it is kept. */
export interface StoredTranslation {
  readonly hash: string;
  readonly hashVersion: number;
  /** '' for every place. */
  readonly context: string;
  readonly status: MemoryStatus;
  readonly kind: SegmentKind;
  /** Text of the segment. */
  readonly source: string;
  /** Its translation. */
  readonly target: string;
  readonly engine: string;
  readonly model: string | null;
  readonly promptVersion: string | null;
  readonly glossaryVersion: string | null;
  readonly report: readonly StoredFinding[];
  /** File that it came from. */
  readonly origin: string | null;
}

/** What tells one kept translation of a language from the others. */
export type TranslationKey = Pick<StoredTranslation, 'hash' | 'context' | 'status'>;

/** Rows in one statement: well below the 65,534 parameters of the protocol. */
export const ROWS_PER_STATEMENT = 500;
const HASHES_PER_STATEMENT = 1000;

const COLUMNS = {
  hash: translation.hash,
  hashVersion: translation.hashVersion,
  context: translation.context,
  status: translation.status,
  kind: sql<SegmentKind>`${translation.kind}`,
  source: translation.source,
  target: translation.target,
  engine: translation.engine,
  model: translation.model,
  promptVersion: translation.promptVersion,
  glossaryVersion: translation.glossaryVersion,
  report: translation.report,
  origin: translation.origin,
};

const ofPair = ({ source, target }: LanguagePair) =>
  and(eq(translation.sourceLanguage, source), eq(translation.targetLanguage, target));

/** Parts a list. */
export function* slices<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** What reads and writes translations. */
export type MemoryRepository = ReturnType<typeof createMemoryRepository>;

/** Makes it. */
export const createMemoryRepository = (db: Db) => {
  /** All translations of these segments. */
  const find = async (pair: LanguagePair, hashes: readonly string[]): Promise<StoredTranslation[]> => {
    const found: StoredTranslation[] = [];
    for (const slice of slices(hashes, HASHES_PER_STATEMENT)) {
      found.push(
        ...(await db
          .select(COLUMNS)
          .from(translation)
          .where(and(ofPair(pair), inArray(translation.hash, slice)))),
      );
    }
    return found;
  };

  /** How many of these segments have a translation, by language. @param hashes each once */
  const countCovered = async (source: string, hashes: readonly string[]): Promise<Map<string, number>> => {
    const counts = new Map<string, number>();
    for (const slice of slices(hashes, HASHES_PER_STATEMENT)) {
      const rows = await db
        .select({ target: translation.targetLanguage, count: countDistinct(translation.hash) })
        .from(translation)
        .where(and(eq(translation.sourceLanguage, source), inArray(translation.hash, slice)))
        .groupBy(translation.targetLanguage);
      for (const { target, count } of rows) counts.set(target, (counts.get(target) ?? 0) + count);
    }
    return counts;
  };

  /** Pages through all translations of a pair, by hash. */
  async function* all(pair: LanguagePair): AsyncGenerator<StoredTranslation[]> {
    let after: { hash: string; context: string; status: string } = { hash: '', context: '', status: '' };
    for (;;) {
      const rows = await db
        .select(COLUMNS)
        .from(translation)
        .where(
          and(
            ofPair(pair),
            sql`(${translation.hash}, ${translation.context}, ${translation.status}) > (${after.hash}, ${after.context}, ${after.status})`,
          ),
        )
        .orderBy(asc(translation.hash), asc(translation.context), asc(translation.status))
        .limit(ROWS_PER_STATEMENT);
      const last = rows.at(-1);
      if (!last) return;
      yield rows;
      after = last;
    }
  }

  return {
    find,
    countCovered,
    all,
    save: (pair: LanguagePair, rows: readonly StoredTranslation[]) => save(db, pair, rows),
  };
};

/**
 * Keeps translations; of those that are there already under the same key only what differs is written.
 * @returns how many were new or other than before
 */
export const save = async (db: Db, pair: LanguagePair, rows: readonly StoredTranslation[]): Promise<number> => {
  let written = 0;
  // Later ones win: one statement must not meet a key twice.
  const unique = new Map(rows.map((row) => [keyOf(row), row]));
  for (const slice of slices(Array.from(unique.values()), ROWS_PER_STATEMENT)) {
    const values = slice.map((row) => ({
      ...row,
      id: randomUUID(),
      sourceLanguage: pair.source,
      targetLanguage: pair.target,
    }));
    const changed = await db
      .insert(translation)
      .values(values)
      .onConflictDoUpdate({
        target: [
          translation.hash,
          translation.sourceLanguage,
          translation.targetLanguage,
          translation.context,
          translation.status,
        ],
        set: { ...NEW_VALUES, updatedAt: sql`now()` },
        setWhere: sql`(${OLD_ROW}) is distinct from (${NEW_ROW})`,
      })
      .returning({ hash: translation.hash });
    written += changed.length;
  }
  return written;
};

const NEW_VALUES = {
  hashVersion: sql`excluded.hash_version`,
  kind: sql`excluded.kind`,
  source: sql`excluded.source`,
  target: sql`excluded.target`,
  engine: sql`excluded.engine`,
  model: sql`excluded.model`,
  promptVersion: sql`excluded.prompt_version`,
  glossaryVersion: sql`excluded.glossary_version`,
  report: sql`excluded.report`,
  origin: sql`excluded.origin`,
};
const NEW_ROW = sql.join(Object.values(NEW_VALUES), sql`, `);
const OLD_ROW = sql.join(
  [
    translation.hashVersion,
    translation.kind,
    translation.source,
    translation.target,
    translation.engine,
    translation.model,
    translation.promptVersion,
    translation.glossaryVersion,
    translation.report,
    translation.origin,
  ].map((column) => sql`${column}`),
  sql`, `,
);

/** The name of a key, for maps. */
export const keyOf = ({ hash, context, status }: TranslationKey): string => `${hash} ${context} ${status}`;

/**
 * Deletes what came from a file and is not in it any more.
 * @returns how many
 */
export const deleteGone = async (
  db: Db,
  pair: LanguagePair,
  origin: string,
  isThere: (key: TranslationKey) => boolean,
): Promise<number> => {
  let after = '00000000-0000-0000-0000-000000000000';
  let deleted = 0;
  for (;;) {
    const rows = await db
      .select({
        id: translation.id,
        hash: translation.hash,
        context: translation.context,
        status: translation.status,
      })
      .from(translation)
      .where(
        and(ofPair(pair), isNotNull(translation.origin), eq(translation.origin, origin), gt(translation.id, after)),
      )
      .orderBy(asc(translation.id))
      .limit(HASHES_PER_STATEMENT);
    const last = rows.at(-1);
    if (!last) return deleted;
    after = last.id;
    const gone = rows.filter((row) => !isThere(row)).map(({ id }) => id);
    if (gone.length > 0) await db.delete(translation).where(inArray(translation.id, gone));
    deleted += gone.length;
  }
};
