/** Tells processes apart, also after their ids have been used again. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What names one run of one process on one boot of the machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in the system's own form; empty where it can't be known. */
  readonly startTime: string;
  /** Names the boot of the machine (Linux); empty elsewhere. */
  readonly bootId: string;
}

/** The identity of a running process, or undefined when there is none with this id. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (process.platform === 'linux') return identifyOnLinux(pid);
  if (!isAlive(pid)) return undefined;
  return { pid, startTime: process.platform === 'win32' ? '' : readStartTimeByPs(pid), bootId: '' };
}

/** Whether the process that the identity was taken of still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  const current = identifyProcess(identity.pid);
  if (!current || current.bootId !== identity.bootId) return false;
  // Without start times (Windows) a living id counts as the same process: refusing is the safe mistake.
  return current.startTime === '' || identity.startTime === '' || current.startTime === identity.startTime;
}

function identifyOnLinux(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the command, in brackets, may itself hold blanks and brackets. proc(5): field 3 follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, startTime: fields[19] ?? '', bootId };
  } catch {
    return undefined;
  }
}

function readStartTimeByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
