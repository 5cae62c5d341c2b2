import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IndexDocument } from '@lectern/retrieval';

/** A question of a collection; `answers` where answer strings are known. */
export interface CollectionQuestion {
  readonly id: string;
  readonly text: string;
  readonly answers?: readonly string[];
}

/** A test collection in the layout of RETRIEVAL.md. */
export interface Collection {
  readonly name: string;
  readonly documents: readonly IndexDocument[];
  readonly questions: readonly CollectionQuestion[];
  /** Grade by judged id, by question. */
  readonly judgements: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Questions that the collection does not answer; empty when it has none. */
  readonly unanswerable: readonly CollectionQuestion[];
  /** Id under which a section is judged: its own, or its page where pages are judged. */
  readonly judgedId: (documentId: string) => string;
}

function readLines<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line): T => JSON.parse(line));
}

function readJudgements(path: string): Map<string, Map<string, number>> {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    const [question, document, grade] = line.trim().split('\t');
    if (question === undefined || document === undefined) continue;
    const grades = judgements.get(question) ?? new Map<string, number>();
    grades.set(document, Number(grade));
    judgements.set(question, grades);
  }
  return judgements;
}

/** Reads one collection. @throws Error when a file is missing or not JSON */
export function readCollection(folder: string): Collection {
  const documents = readLines<IndexDocument>(join(folder, 'docs.jsonl'));
  const judgements = readJudgements(join(folder, 'qrels.tsv'));
  const pages = new Map(documents.map((document) => [document.id, document.page ?? document.id]));
  const judged = new Set([...judgements.values()].flatMap((grades) => [...grades.keys()]));
  const judgesPages = ![...judged].some((id) => pages.has(id));
  return {
    name: basename(folder),
    documents,
    questions: readLines<CollectionQuestion>(join(folder, 'queries.jsonl')).filter((q) => judgements.has(q.id)),
    judgements,
    unanswerable: readLines<CollectionQuestion>(join(folder, 'unanswerable.jsonl')),
    judgedId: (id) => (judgesPages ? (pages.get(id) ?? id) : id),
  };
}

/** Reads every collection of a folder, in the order of names. */
export function readCollections(folder: string): Collection[] {
  const names = readdirSync(folder, { withFileTypes: true });
  const folders = names.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'docs.jsonl')));
  return folders.map((entry) => readCollection(join(folder, entry.name))).sort((a, b) => (a.name < b.name ? -1 : 1));
}
