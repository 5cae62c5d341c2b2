/** The part of KaTeX that is used; null where the site has none. See formula-module.ts. */
declare module '@generated/lectern/default/formulas.js' {
  const katex: {
    render(
      tex: string,
      element: HTMLElement,
      options: {
        readonly displayMode: boolean;
        readonly output: 'mathml' | 'htmlAndMathml';
        readonly trust: false;
        readonly strict: true;
        readonly throwOnError: true;
        readonly maxExpand: number;
        readonly maxSize: number;
      },
    ): void;
  } | null;
  export default katex;
}
