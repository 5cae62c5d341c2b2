/** The state of a language, chapter by chapter: what is translated, by whom, and what should be looked at. */
import type { FailureRepository } from '../filling/translation-failure.repository.ts';
import type { TranslationBooks } from '../translation-book.ts';
import { type LookupDeps, lookUpSegments } from '../translation-chapter-lookup.ts';
import type { ReportRepository } from '../translation-report.repository.ts';
import { type RunScope, resolveScope } from './translation-scope.ts';

/** What is read. */
export interface BookReportDeps extends LookupDeps {
  readonly books: TranslationBooks;
  readonly failures: Pick<FailureRepository, 'find'>;
  readonly reports: Pick<ReportRepository, 'find'>;
}

/** Counts of segments. */
export interface TranslationCounts {
  readonly segments: number;
  readonly locked: number;
  readonly reviewed: number;
  readonly machine: number;
  /** Made by another model, prompt or glossary than now; served all the same. */
  readonly outdated: number;
  /** Without a translation: never made, or of a text that was edited since. */
  readonly missing: number;
  /** Of the missing, those that no engine gave a usable text for. */
  readonly failed: number;
  /** With open reports of readers. */
  readonly reported: number;
}

/** A row: a chapter, or the titles of the modules. */
export interface CoverageRow extends TranslationCounts {
  readonly key: string;
  readonly title: string;
  /** Share that is translated, 0…1. */
  readonly coverage: number;
}

/** The report. */
export interface CoverageReport extends TranslationCounts {
  readonly language: string;
  readonly coverage: number;
  readonly rows: readonly CoverageRow[];
}

const COUNTS = ['segments', 'locked', 'reviewed', 'machine', 'outdated', 'missing', 'failed', 'reported'] as const;

/** Makes the report. @throws as {@link resolveScope} */
export async function reportScope(deps: BookReportDeps, scope: RunScope): Promise<CoverageReport> {
  const { pair, parts } = resolveScope(deps.books, scope);
  const rows: CoverageRow[] = [];
  for await (const { key, title, segments } of parts()) {
    const { found, missing } = await lookUpSegments(deps, pair, segments);
    const hashes = segments.map(({ hash }) => hash);
    const failed = new Set((await deps.failures.find(pair, hashes)).map(({ hash }) => hash));
    const reported = new Set((await deps.reports.find(pair, hashes)).map(({ hash }) => hash));
    const count = (wanted: string) => found.filter(({ status }) => status === wanted).length;
    rows.push({
      key,
      title,
      segments: segments.length,
      locked: count('locked'),
      reviewed: count('reviewed'),
      machine: count('machine'),
      outdated: count('outdated'),
      missing: missing.length,
      failed: missing.filter(({ hash }) => failed.has(hash)).length,
      reported: segments.filter(({ hash }) => reported.has(hash)).length,
      coverage: coverageOf(segments.length, missing.length),
    });
  }
  const sum = (name: (typeof COUNTS)[number]) => rows.reduce((total, row) => total + row[name], 0);
  const [segments, locked, reviewed, machine, outdated, missing, failed, reported] = COUNTS.map(sum);
  const totals = { segments, locked, reviewed, machine, outdated, missing, failed, reported };
  return { language: scope.language, rows, coverage: coverageOf(segments ?? 0, missing ?? 0), ...withZeros(totals) };
}

const coverageOf = (segments: number, missing: number): number =>
  segments === 0 ? 1 : (segments - missing) / segments;

const withZeros = (counts: Readonly<Record<keyof TranslationCounts, number | undefined>>): TranslationCounts => ({
  segments: counts.segments ?? 0,
  locked: counts.locked ?? 0,
  reviewed: counts.reviewed ?? 0,
  machine: counts.machine ?? 0,
  outdated: counts.outdated ?? 0,
  missing: counts.missing ?? 0,
  failed: counts.failed ?? 0,
  reported: counts.reported ?? 0,
});
