/** The SQL of terms that authors chose for a language. */
import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { glossaryTerm } from './translation.table.ts';
import type { LanguageTerm } from './translation-glossary.ts';

/** What reads and writes terms. */
export type GlossaryRepository = ReturnType<typeof createGlossaryRepository>;

/** Makes it. */
export const createGlossaryRepository = (db: Db) => ({
  /** Terms of a language. */
  terms: async (language: string): Promise<LanguageTerm[]> => {
    const rows = await db
      .select({ term: glossaryTerm.term, policy: glossaryTerm.policy, target: glossaryTerm.target })
      .from(glossaryTerm)
      .where(eq(glossaryTerm.language, language))
      .orderBy(asc(glossaryTerm.term));
    return rows.map(({ target, ...row }) => ({ ...row, target: target ?? undefined }));
  },

  /** Chooses how a term is written. */
  choose: async (language: string, { term, policy, target }: LanguageTerm): Promise<void> => {
    const chosen = { policy, target: target ?? null, updatedAt: new Date() };
    await db
      .insert(glossaryTerm)
      .values({ language, term, ...chosen })
      .onConflictDoUpdate({ target: [glossaryTerm.language, glossaryTerm.term], set: chosen });
  },
});
