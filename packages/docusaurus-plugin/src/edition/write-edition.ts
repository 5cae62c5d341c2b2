/**
 * Writes a site's docs in another language from the memory that the site ships: `i18n/memory/<language>.jsonl` is the one
 * source, what is written is a result like the build itself. It happens when Docusaurus starts the plugin for a locale,
 * before any content is loaded, so that no step comes before `docusaurus build`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadContext } from '@docusaurus/types';
import { supportedLanguageSchema } from '@lectern/contracts';
import { SegmentParseError } from '@lectern/segments';
import { fileFormat, siteGrammar } from '../manifest/site-grammar.ts';
import { sitePath } from '../manifest/source-files.ts';
import type { ResolvedLecternOptions } from '../options.ts';
import { findPartialPath } from '../remark/partial-path.ts';
import { type EditionFile, translateMarkdown, translateQuiz } from './edition-file.ts';
import { type DocsFolder, listDocsFolders } from './edition-folders.ts';
import { EDITION_MAP, type EditionMap, type EditionMapFile, readEditionMap } from './edition-map.ts';
import { type EditionMemory, readEditionMemory } from './edition-memory.ts';

/** How an edition is made. */
export interface EditionOptions {
  readonly context: LoadContext;
  readonly options: ResolvedLecternOptions;
  /** Only looks: writes nothing. */
  readonly check?: boolean;
}

/** What became of one file with text. */
export interface EditionRow {
  /** Path of the source, relative to the site. */
  readonly source: string;
  readonly total: number;
  readonly translated: number;
  /**
   * written, current: stands in the edition. incomplete: the source is shown. manual: somebody's own file, left alone.
   * stale: a look only, it would be written anew. broken: the source cannot be parsed.
   */
  readonly state: 'written' | 'current' | 'incomplete' | 'manual' | 'stale' | 'broken';
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

/** What became of an edition. */
export interface EditionReport {
  readonly language: string;
  readonly entries: number;
  readonly rows: readonly EditionRow[];
  /** Lines of the memory that hold no entry. */
  readonly faults: EditionMemory['faults'];
  /** Entries that may not be shown. */
  readonly refused: EditionMemory['refused'];
  /** Files of somebody's own in the place of written ones, relative to the site. */
  readonly manual: readonly string[];
}

const hashOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('base64url');
};
const MARKDOWN = /\.mdx?$/;
const QUIZ = '.quiz.json';
/** Docusaurus' own: labels in another language stand in `current.json`. */
const CATEGORY = /(?:^|\/)_category_\.(?:json|ya?ml)$/;

/** Hash of the code that writes: another version writes anew. */
const codeHash = (): string => {
  const folder = dirname(fileURLToPath(import.meta.url));
  const files = readdirSync(folder).filter((name) => name.startsWith('edition-') || name.startsWith('write-'));
  return hashOf(...files.sort().map((name) => readFileSync(join(folder, name))));
};

/** Writes the edition of the current locale; `undefined` for the default locale, or without a memory. */
export function writeEdition(edition: EditionOptions): EditionReport | undefined {
  const { siteDir, i18n, localizationDir } = edition.context;
  const { currentLocale, defaultLocale } = i18n;
  const language = supportedLanguageSchema.safeParse(currentLocale).data;
  const path = join(siteDir, i18n.path, 'memory', `${currentLocale}.jsonl`);
  if (currentLocale === defaultLocale || language === undefined || !existsSync(path)) return undefined;
  const memoryText = readFileSync(path, 'utf8');
  const memory = readEditionMemory(memoryText, language);
  const old = readEditionMap(localizationDir, language);
  const writer = new EditionWriter(
    edition,
    memory,
    old,
    hashOf(memoryText, codeHash(), JSON.stringify(edition.options)),
  );
  for (const folder of listDocsFolders(edition.context)) writer.writeFolder(folder);
  return writer.finish();
}

class EditionWriter {
  readonly #edition: EditionOptions;
  readonly #memory: EditionMemory;
  readonly #old: EditionMap;
  readonly #inputs: string;
  readonly #files: Record<string, EditionMapFile> = {};
  readonly #rows: EditionRow[] = [];
  readonly #manual: string[] = [];

  constructor(edition: EditionOptions, memory: EditionMemory, old: EditionMap, inputs: string) {
    this.#edition = edition;
    this.#memory = memory;
    this.#old = old;
    this.#inputs = inputs;
  }

  /** Chapters first: what stands beside them is copied only where one is shown. */
  writeFolder(folder: DocsFolder): void {
    const paths = readdirSync(folder.source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.source.length + 1))
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !CATEGORY.test(path))
      .sort();
    const isPage = (path: string) => MARKDOWN.test(path) && !path.split('/').some((part) => part.startsWith('_'));
    const shown = paths.filter(isPage).filter((path) => this.#writePage(folder, path));
    if (shown.length === 0) return;
    for (const path of paths) if (!isPage(path)) this.#writeBeside(folder, path);
  }

  /** Removes what is no longer part of the edition, and writes the map. */
  finish(): EditionReport {
    const { context, check } = this.#edition;
    const folder = context.localizationDir;
    for (const [path, { hash }] of Object.entries(this.#old.files)) {
      const file = join(folder, path);
      if (this.#files[path] !== undefined || check || !existsSync(file)) continue;
      if (hashOf(readFileSync(file)) === hash) rmSync(file);
    }
    const map: EditionMap = { ...this.#old, files: this.#files };
    if (!check && Object.keys(this.#files).length > 0) {
      writeIfOther(join(folder, EDITION_MAP), Buffer.from(`${JSON.stringify(map, null, 1)}\n`));
    }
    const { language, entries, faults, refused } = this.#memory;
    return { language, entries, rows: this.#rows, faults, refused, manual: this.#manual };
  }

  /** Returns whether the page stands in the edition. */
  #writePage(folder: DocsFolder, path: string): boolean {
    const made = this.#make(folder, path, (source, file) => this.#translate(folder, source, file));
    if (made === undefined) return false;
    const { total, translated, left } = made.file;
    const isComplete = total === 0 || translated / total >= this.#edition.options.editions.coverage;
    const state = isComplete ? this.#place(folder, path, made) : 'incomplete';
    this.#rows.push({ source: made.file.source, total, translated, state, left });
    return isComplete;
  }

  /** Partials and quizzes in as far as they are translated; everything else as it is. */
  #writeBeside(folder: DocsFolder, path: string): void {
    const isText = MARKDOWN.test(path) || path.endsWith(QUIZ);
    const made = this.#make(folder, path, (source, file) => {
      if (path.endsWith(QUIZ)) return translateQuiz(source.toString('utf8'), this.#memory);
      return isText ? this.#translate(folder, source, file) : undefined;
    });
    if (made === undefined) return;
    const state = this.#place(folder, path, made);
    const { source, total, translated, left } = made.file;
    if (isText) this.#rows.push({ source, total, translated, state, left });
  }

  #translate({ instance }: DocsFolder, source: Buffer, file: string): EditionFile {
    const { context, options } = this.#edition;
    const grammar = siteGrammar(context, instance, options);
    const partialPath = findPartialPath(file);
    return translateMarkdown(
      source.toString('utf8'),
      {
        ...grammar,
        path: file,
        format: fileFormat(context, file, {}),
        headingIds: grammar.mdx1Compat?.headingIds === false ? 'comment' : 'classic',
        ...(partialPath === undefined ? {} : { partialPath }),
      },
      this.#memory,
    );
  }

  /** Makes a file of the edition, or takes the one that is there and current. `undefined`: the source is broken. */
  #make(
    folder: DocsFolder,
    path: string,
    translate: (source: Buffer, file: string) => EditionFile | undefined,
  ): MadeFile | undefined {
    const { context } = this.#edition;
    const file = join(folder.source, path);
    const bytes = readFileSync(file);
    const source = sitePath(context, file);
    const inputs = hashOf(bytes, this.#inputs);
    const target = `${folder.target}/${path}`;
    const old = this.#old.files[target];
    if (old?.inputs === inputs && this.#isAsWritten(target, old)) return { file: old, bytes: undefined };
    try {
      const made = translate(bytes, file);
      const content = made === undefined ? bytes : Buffer.from(made.text);
      const { total = 0, translated = 0, fellBack = [], sources = {} } = made ?? {};
      const left = fellBack.map(({ id, code, reason }) => ({ id, reason: `${code}: ${reason}` }));
      const hash = hashOf(content);
      return { file: { source, inputs, hash, total, translated, left, segments: sources }, bytes: content };
    } catch (error) {
      const reason = error instanceof SegmentParseError || extname(path) === '.json' ? String(error) : undefined;
      if (reason === undefined) throw error;
      this.#rows.push({ source, total: 0, translated: 0, state: 'broken', left: [{ id: '', reason }] });
      return undefined;
    }
  }

  #isAsWritten(target: string, { hash }: EditionMapFile): boolean {
    const path = join(this.#edition.context.localizationDir, target);
    return existsSync(path) && hashOf(readFileSync(path)) === hash;
  }

  /** Writes a file where none is but one of ours. */
  #place(folder: DocsFolder, path: string, { file, bytes }: MadeFile): EditionRow['state'] {
    const { context, check } = this.#edition;
    const target = `${folder.target}/${path}`;
    const absolute = join(context.localizationDir, target);
    if (bytes === undefined) {
      this.#files[target] = file;
      return 'current';
    }
    const there = existsSync(absolute) ? hashOf(readFileSync(absolute)) : undefined;
    if (there !== undefined && there !== file.hash && there !== this.#old.files[target]?.hash) {
      this.#manual.push(sitePath(context, absolute));
      return 'manual';
    }
    this.#files[target] = file;
    if (check) return there === file.hash ? 'current' : 'stale';
    writeIfOther(absolute, bytes);
    return 'written';
  }
}

interface MadeFile {
  readonly file: EditionMapFile;
  /** `undefined`: stands there already. */
  readonly bytes: Buffer | undefined;
}

/** Leaves a file alone that is as it should be: a development server watches it. */
function writeIfOther(path: string, bytes: Buffer): void {
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
