/** Stands in for `@docusaurus/Translate`: looks ids up in what the test has put on the window. */

/** The message in the page's language, English when there is none. */
export function translate({ id, message }: { id: string; message: string }): string {
  const messages: unknown = Reflect.get(window, 'fixtureMessages');
  const found: unknown = typeof messages === 'object' && messages !== null ? Reflect.get(messages, id) : undefined;
  return typeof found === 'string' ? found : message;
}
