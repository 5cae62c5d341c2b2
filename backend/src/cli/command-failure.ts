import { ControlError } from '../control/index.ts';
import { ManifestError } from '../features/content/index.ts';
import { explainStartFailure } from '../start-failure.ts';

/** One line for a failure that has a known mend; the stack for one that has none. */
export function explainCommandFailure(error: unknown): string {
  if (error instanceof ControlError || error instanceof ManifestError) return error.message;
  return explainStartFailure(error, null) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
