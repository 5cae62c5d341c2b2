import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options as DocsOptions } from '@docusaurus/plugin-content-docs';
import type { Options as PagesOptions } from '@docusaurus/plugin-content-pages';
import type { Options as SitemapOptions } from '@docusaurus/plugin-sitemap';
import type { Options as ThemeOptions } from '@docusaurus/theme-classic';
import type { UserThemeConfig } from '@docusaurus/theme-common';
import type { Config } from '@docusaurus/types';
import { withLectern } from '@lectern/docusaurus-plugin';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { chapterIndexPlugin } from './plugins/chapter-index.ts';
import { readGlossary } from './plugins/glossary-index.ts';
import { copyKatexAssets } from './plugins/katex-assets.ts';
import { prismTheme } from './plugins/prism-theme.ts';
import { rehypeScrollRegions } from './plugins/rehype-scroll-regions.ts';
import { remarkBookComponents } from './plugins/remark-book-components.ts';
import { siteBundlingPlugin } from './plugins/site-bundling.ts';
import { modulesIn } from './src/data/course.ts';

const siteDir = path.dirname(fileURLToPath(import.meta.url));
// What is set in the environment wins over the file.
const environmentFile = path.join(siteDir, '.env.local');
if (existsSync(environmentFile)) process.loadEnvFile(environmentFile);

const glossary = readGlossary(path.join(siteDir, 'glossary.json'));
copyKatexAssets(siteDir);

// A book that moves between hosts: the address comes from the environment, with one default for reading at home.
const url = process.env['PUBLIC_URL'] ?? 'http://localhost:8000';
const baseUrl = process.env['BASE_URL'] ?? '/';

// A language with a translation memory has an edition: its pages are written from that while the site is built.
const editions = ['ur'].filter((code) => existsSync(path.join(siteDir, 'i18n', 'memory', `${code}.jsonl`)));
const locales = ['en', ...editions];

const docs = {
  routeBasePath: 'book',
  sidebarPath: './sidebars.ts',
  remarkPlugins: [remarkMath, [remarkBookComponents, { glossary }]],
  rehypePlugins: [[rehypeKatex, { strict: true, throwOnError: true }], rehypeScrollRegions],
  breadcrumbs: true,
} satisfies DocsOptions;

const themeConfig: UserThemeConfig = {
  colorMode: { defaultMode: 'light', respectPrefersColorScheme: true },
  docs: { sidebar: { hideable: true, autoCollapseCategories: false } },
  navbar: {
    title: 'Physical AI & Humanoid Robotics',
    hideOnScroll: false,
    logo: { alt: '', src: 'img/logo.svg', srcDark: 'img/logo.dark.svg', width: 28, height: 28 },
    items: [
      { type: 'docSidebar', sidebarId: 'book', label: 'Contents', position: 'left' },
      { to: '/book/appendix/glossary', label: 'Glossary', position: 'left' },
      { to: '/learn', label: 'Progress', position: 'left' },
      // A switch with one language would promise what isn't there.
      ...(locales.length > 1 ? [{ type: 'localeDropdown' as const, position: 'right' as const }] : []),
    ],
  },
  footer: {
    style: 'light',
    copyright:
      'Text <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>, code Apache-2.0. This site loads nothing from other hosts.',
  },
  prism: {
    theme: prismTheme,
    darkTheme: prismTheme,
    additionalLanguages: ['bash', 'docker', 'yaml', 'toml', 'ini', 'json', 'cmake', 'csharp'],
  },
  tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
};

const config: Config = {
  title: 'Physical AI & Humanoid Robotics',
  tagline: 'AI systems in the physical world',
  favicon: 'img/favicon.svg',
  url,
  baseUrl,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  future: { v4: true, faster: true },
  i18n: {
    defaultLocale: 'en',
    locales,
    localeConfigs: {
      en: { label: 'English', direction: 'ltr', htmlLang: 'en' },
      ur: { label: 'اردو', direction: 'rtl', htmlLang: 'ur', translate: true },
    },
  },
  markdown: { hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
  stylesheets: [`${baseUrl}katex/katex.min.css`],
  headTags: [{ tagName: 'meta', attributes: { name: 'color-scheme', content: 'light dark' } }],
  plugins: [
    // Among the plugins, because `themes` are loaded after all plugins: Lectern's components have to wrap this theme's.
    [
      '@docusaurus/theme-classic',
      {
        customCss: [
          './src/css/fonts.css',
          './src/css/tokens.css',
          './src/css/site.css',
          './src/css/chapter.css',
          './src/css/chapter-frame.css',
          './src/css/components.css',
          './src/css/right-to-left.css',
          './src/css/print.css',
          './src/css/tailwind.css',
        ],
      } satisfies ThemeOptions,
    ],
    ['@docusaurus/plugin-content-docs', docs],
    ['@docusaurus/plugin-content-pages', {} satisfies PagesOptions],
    ['@docusaurus/plugin-sitemap', { lastmod: null } satisfies SitemapOptions],
    chapterIndexPlugin,
    siteBundlingPlugin,
  ],
  clientModules: ['./src/client/chapter-keys.ts', './src/client/scroll-regions.ts'],
  themeConfig,
};

export default withLectern(config, {
  glossary: './glossary.json',
  modules: modulesIn(process.env['DOCUSAURUS_CURRENT_LOCALE'] ?? 'en'),
  elementAttributes: ['Exercise.title', 'Diagram.description'],
  book: {
    suggestedQuestions: [
      'Why does an accelerometer at rest read +9.81 m/s²?',
      'When should I use a service and when an action?',
      'What can I do in this course with a laptop only?',
    ],
  },
  api: {
    // Empty: the server that serves the site.
    origin: process.env['LECTERN_API_URL'] ?? '',
    devTarget: process.env['LECTERN_API_PROXY'] ?? 'http://127.0.0.1:8000',
  },
});
