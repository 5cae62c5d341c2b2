/** The dictionaries of the interface, one chunk a language. See interface-module.ts. */
declare module '@generated/lectern/default/interface.js' {
  const dictionaries: Readonly<
    Record<string, (() => Promise<{ readonly default: Readonly<Record<string, string>> }>) | undefined>
  >;
  export default dictionaries;
}
