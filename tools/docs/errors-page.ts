/** Makes `docs/errors.md` from the table of error codes. */
import { ERROR_CLASSES, ERRORS, type ErrorClassName, type ErrorDefinition } from '@lectern/contracts';

/** The text of `docs/errors.md`. */
export function errorsPage(): string {
  const definitions = Object.entries<ErrorDefinition>(ERRORS);
  const classes = Object.keys(ERROR_CLASSES).filter((name): name is ErrorClassName => name in ERROR_CLASSES);
  const sections = classes.map((name) => {
    const codes = definitions.filter(([, definition]) => definition.class === name);
    return `## ${name} (${ERROR_CLASSES[name]})\n\n${codes.map(errorEntry).join('\n\n')}`;
  });
  return `${[
    '# Errors',
    'Made from `packages/contracts/src/errors.ts` by `npm run docs`; change the texts there.',
    'Every error of the API is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with the media type `application/problem+json`: `type`, `title`, `status`, `code`, `detail`, `requestId`, and where they help `errors` (the faulty fields), `retryAfterSeconds` and `sourceHash`. The `code` is the contract; texts may change. `requestId` is also in the `X-Request-Id` header and in every log line of the request. The text of a 5xx is always the code’s own, never the cause’s.',
    ...sections,
  ].join('\n\n')}\n`;
}

function errorEntry([code, definition]: [string, ErrorDefinition]): string {
  const status = definition.status ?? ERROR_CLASSES[definition.class];
  return `### ${code}\n\n\`${status}\` ${definition.title} ${definition.mend}`;
}
