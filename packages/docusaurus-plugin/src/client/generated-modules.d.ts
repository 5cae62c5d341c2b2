/** Modules and globals that exist only inside a Docusaurus bundle. */
declare module '@generated/lectern/default/pages.json' {
  const pages: Record<string, import('./page-data.ts').PageData>;
  export default pages;
}

declare module '@generated/lectern/default/outline.json' {
  const outline: import('./book-outline.ts').BookOutline;
  export default outline;
}

declare module '@generated/lectern/default/glossary.json' {
  const terms: import('../features/glossary/glossary-data.ts').PageTerm[];
  export default terms;
}

interface ImportMeta {
  /** Hot module replacement of the bundler; absent in production. */
  readonly webpackHot?: {
    accept(dependencies?: string | string[], callback?: () => void): void;
    dispose(callback: () => void): void;
  };
}
