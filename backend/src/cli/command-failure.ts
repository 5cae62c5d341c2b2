import { BackupError } from '../backup/index.ts';
import { AppError } from '../config/app-error.ts';
import { ControlError } from '../control/index.ts';
import { ManifestError } from '../features/content/index.ts';
import { explainStartFailure } from '../start-failure.ts';
import { EvalQuestionError } from './eval-questions.ts';

/** Failures whose message is written for whoever typed the command. */
const EXPLAINED = [AppError, BackupError, ControlError, EvalQuestionError, ManifestError];

/** One line for a failure that has a known mend; the stack for one that has none. */
export function explainCommandFailure(error: unknown): string {
  if (error instanceof Error && EXPLAINED.some((kind) => error instanceof kind)) return error.message;
  return explainStartFailure(error, null) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
