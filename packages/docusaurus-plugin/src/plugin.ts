/** The Docusaurus plugin: manifest, policy, theme, development server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadContext, Plugin, RouteConfig } from '@docusaurus/types';
import { isRecord, listOf } from './content-plugins.ts';
import { writeCsp } from './csp/write-csp.ts';
import { codeVersion, countMarkedRules, versionedCache } from './dev/bundler-config.ts';
import { devServerConfig, writeDevBook } from './dev/dev-server.ts';
import { registerEditionCommand } from './edition/edition-command.ts';
import { prepareEdition } from './edition/prepare-edition.ts';
import { ACCOUNT_PAGES, accountPath } from './features/account/account-pages.ts';
import { LEARNING_PAGES, learningPath } from './features/learning/learning-pages.ts';
import { FORMULA_MODULE, formulaModule } from './formula-module.ts';
import type { LecternGlobalData } from './global-data.ts';
import { dictionaryFile, INTERFACE_MODULE, interfaceModule, readDictionaries } from './interface-module.ts';
import { keepIsSelectors } from './keep-is-selectors.ts';
import { writeLlms } from './llms/write-llms.ts';
import { readLocaleMessages } from './locale-messages.ts';
import { buildOutline } from './manifest/book-outline.ts';
import { BookBuilder, type LocaleBook } from './manifest/build-book.ts';
import { describeUnmarkedPages, findUnmarkedPages } from './manifest/check-page-marks.ts';
import { type LoadedDoc, listLoadedDocs } from './manifest/loaded-docs.ts';
import { pageGlossary } from './manifest/page-glossary.ts';
import { listMemories, type MemoryFile, readMemories, writeMemories } from './manifest/shipped-memory.ts';
import { OUTPUT_FOLDER, siteOutputRoot, writeBook } from './manifest/write-book.ts';
import { MANUAL_INSTALLATION } from './manual-installation.ts';
import { type ResolvedLecternOptions, resolveOptions } from './options.ts';

const distFolder = new URL('./', import.meta.url);
const sourceFolder = new URL('../src/', import.meta.url);

type CreateData = (name: string, data: string) => Promise<string>;

/** Name of the plugin: key of its global data and of its generated files. */
export const PLUGIN_NAME = 'lectern';

function folderPath(base: URL, name: string): string {
  return fileURLToPath(new URL(name, base));
}

function globalData(context: LoadContext, { book }: LocaleBook, options: ResolvedLecternOptions): LecternGlobalData {
  const { origin, basePath } = options.api;
  // What only the server needs stays out of every page.
  const { allowedModels: _models, sources: _sources, ...shown } = book.options;
  return {
    api: { origin, basePath },
    baseUrl: context.baseUrl,
    locale: context.i18n.currentLocale,
    defaultLocale: context.i18n.defaultLocale,
    book: { ...shown, title: book.title },
    modules: book.modules,
    features: options.features,
  };
}

/** Fails where no page would be marked, warns where some would not. */
function checkMarks(config: unknown, options: ResolvedLecternOptions): void {
  if (options.marks === 'ignore' || !isRecord(config) || !isRecord(config['module'])) return;
  const { total, marked } = countMarkedRules(listOf(config['module']['rules']));
  if (total > 0 && marked === 0) throw new Error(MANUAL_INSTALLATION);
  if (marked < total) console.warn(`[lectern] ${marked} of ${total} Markdown rules mark their pages.`);
}

/** Globs of the files that belong to chapters and that no other plugin watches. */
function watchedFiles(context: LoadContext, docs: readonly LoadedDoc[], options: ResolvedLecternOptions): string[] {
  const folders = new Set(
    docs
      .flatMap(({ version }) => [version.contentPath, version.contentPathLocalized])
      .filter((path) => path !== undefined),
  );
  // Globs have `/` on every platform.
  const quizzes = [...folders].map((folder) => `${folder.replaceAll('\\', '/')}/**/*.quiz.json`);
  const memories = `${i18nFolder(context).replaceAll('\\', '/')}/memory/*.jsonl`;
  return [...quizzes, memories, ...(options.glossary === undefined ? [] : [join(context.siteDir, options.glossary)])];
}

/** Folder of the site's translations. */
const i18nFolder = ({ siteDir, i18n }: LoadContext): string => join(siteDir, i18n.path);

/** The interface in the other languages that a chapter can be read in: chunks that are loaded on use. */
async function createDictionaries(context: LoadContext, createData: CreateData): Promise<void> {
  const sources = { siteDir: context.siteDir, i18nDir: i18nFolder(context), locales: new URL('locales/', distFolder) };
  const dictionaries = await readDictionaries(sources, context.i18n.currentLocale);
  for (const [language, words] of dictionaries) await createData(dictionaryFile(language), JSON.stringify(words));
  await createData(INTERFACE_MODULE, interfaceModule([...dictionaries.keys()]));
}

/** Pages of the plugin's own, in the site's theme; without accounts there are none. */
function accountRoutes(baseUrl: string, { features }: ResolvedLecternOptions): RouteConfig[] {
  if (!features.accounts) return [];
  return ACCOUNT_PAGES.map((page) => ({
    path: accountPath(baseUrl, page),
    component: '@theme/LecternAccount',
    exact: true,
    props: { page },
  }));
}

/** The reader's progress and the questions to repeat, as pages in the site's theme. */
function learningRoutes(baseUrl: string, { features }: ResolvedLecternOptions): RouteConfig[] {
  if (!features.learning) return [];
  return LEARNING_PAGES.map((page) => ({
    path: learningPath(baseUrl, page),
    component: '@theme/LecternLearn',
    exact: true,
    props: { page },
  }));
}

/**
 * Makes the plugin.
 * @throws Error that lists what is wrong with the options
 */
export function lecternPlugin(context: LoadContext, given: unknown): Plugin {
  const options = resolveOptions(given);
  const development = process.env['NODE_ENV'] === 'development';
  prepareEdition({ context, options });
  const builder = new BookBuilder(context, options, development);
  const version = codeVersion(options);
  let docs: LoadedDoc[] = [];
  let current: LocaleBook | undefined;
  let memories: MemoryFile[] = [];
  return {
    name: PLUGIN_NAME,

    async allContentLoaded({ allContent, actions }) {
      docs = listLoadedDocs(allContent);
      memories = readMemories(i18nFolder(context));
      current = builder.build(docs, listMemories(memories));
      actions.setGlobalData(globalData(context, current, options));
      for (const route of accountRoutes(context.baseUrl, options)) actions.addRoute(route);
      for (const route of learningRoutes(context.baseUrl, options)) actions.addRoute(route);
      await actions.createData('pages.json', JSON.stringify(current.pages));
      const outline = buildOutline(current.shown, current.book.modules, options);
      await actions.createData('outline.json', JSON.stringify(outline));
      const terms = options.features.glossary ? pageGlossary(current.book, memories) : [];
      await actions.createData('glossary.json', JSON.stringify(terms));
      await actions.createData(FORMULA_MODULE, formulaModule(context.siteDir));
      await createDictionaries(context, actions.createData);
      if (!development) return;
      writeDevBook(context.generatedFilesDir, current.book);
      writeMemories(context.generatedFilesDir, memories);
    },

    configureWebpack(config, isServer) {
      if (!isServer) checkMarks(config, options);
      const devServer = devServerConfig({
        baseUrl: context.baseUrl,
        book: () => current?.book,
        memories: () => memories,
        apiTarget: options.api.devTarget,
      });
      return { ...versionedCache(config, version), ...(isServer ? {} : { devServer }) };
    },

    configurePostCss: keepIsSelectors,

    postBuild({ outDir }) {
      if (current === undefined) return;
      const root = siteOutputRoot(context, outDir);
      writeBook(root, current.book);
      writeMemories(join(root, OUTPUT_FOLDER), memories);
      writeLlms(
        { context, options, docs, chapters: current.shown, title: current.book.title, modules: current.book.modules },
        outDir,
      );
      writeCsp(join(root, OUTPUT_FOLDER), outDir, options.api.origin);
      if (options.marks === 'ignore') return;
      const warning = describeUnmarkedPages(findUnmarkedPages(current.book, outDir, context.baseUrl));
      if (warning !== undefined) console.warn(warning);
    },

    extendCli: (cli) => registerEditionCommand(cli, context, options),
    getPathsToWatch: () => watchedFiles(context, docs, options),
    getThemePath: () => folderPath(distFolder, 'theme'),
    getTypeScriptThemePath: () => folderPath(sourceFolder, 'theme'),
    getClientModules: () => [folderPath(distFolder, 'client/client-module.js')].filter((path) => existsSync(path)),
    getDefaultCodeTranslationMessages: () =>
      readLocaleMessages(new URL('locales/', distFolder), context.i18n.currentLocale),
  };
}
