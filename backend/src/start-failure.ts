/** One clear line for a start that failed: what is wrong and how to mend it. */
import { SettingsError } from './config/settings-error.ts';
import { DatabaseUnavailableError } from './db/database-errors.ts';

/** Where the server tried to listen. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The line for people; undefined when the failure is none of the known ones and its stack should be shown. */
export function explainStartFailure(error: unknown, address: ListenAddress | null): string | undefined {
  if (error instanceof SettingsError || error instanceof DatabaseUnavailableError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const at = address === null ? 'the address' : `port ${address.port} on ${address.host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Another program listens on ${at}. Stop it, or set PORT to another number.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address?.host ?? ''}. Set HOST to 127.0.0.1, or to 0.0.0.0 for all.`;
    case 'ENOTFOUND':
      return `The name ${address?.host ?? ''} is unknown. Set HOST to 127.0.0.1, or to 0.0.0.0 for all.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      if ('syscall' in error && error.syscall === 'listen') {
        return `This user may not listen on ${at}. Set PORT to a number above 1023.`;
      }
      return `${pathOf(error)} cannot be written. Give this user the right to write there, or set DATA_DIR to another directory.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space left for ${pathOf(error)}. Free some, or set DATA_DIR to another disk.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${pathOf(error)} is not a directory. Remove it, or set DATA_DIR to another directory.`;
    default:
      return undefined;
  }
}

function pathOf(error: Error): string {
  return 'path' in error && typeof error.path === 'string' ? error.path : 'The data directory';
}
