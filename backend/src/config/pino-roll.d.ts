declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  /** The rotating stream: a SonicBoom. */
  export interface RollingStream extends EventEmitter {
    write(line: string): boolean;
    flush(done?: (error?: Error) => void): void;
    flushSync(): void;
    end(): void;
  }

  /** Opens a rotating log file. `file` has no number and no extension; size is in MB. */
  export default function pinoRoll(options: {
    file: string;
    size?: number | string;
    frequency?: 'daily' | 'hourly' | number;
    extension?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    mkdir?: boolean;
    sync?: boolean;
  }): Promise<RollingStream>;
}
