/** Starting and stopping the programs that the services' tests need. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** A program that serves the tests. */
export interface Service {
  /** Address for the tests. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A service can't be had here; the text says what to install. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/** Path of a program, looked for in PATH and in further folders; undefined when it isn't there. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  return [...folders, ...(process.env['PATH'] ?? '').split(delimiter)]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** A TCP port of the loopback address that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  return address.port;
}

/**
 * Runs a program to its end.
 *
 * @throws ServiceError with the end of its output when it fails
 */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): string {
  const result = spawnSync(command, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return result.stdout;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim().slice(-800);
  throw new ServiceError(`"${command} ${args.join(' ')}" failed:\n${output}`);
}

/** Installs Debian packages, where that is possible. */
export function installDebianPackages(packages: readonly string[], mend: string): void {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) throw new ServiceError(mend);
  console.log(`Installing ${packages.join(', ')} by apt …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], { env });
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env });
}

/** Starts a program that goes on, and keeps the end of what it says. */
export function startProgram(command: string, args: readonly string[], options: SpawnOptions): RunningProgram {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + String(chunk)).slice(-2000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(error.message)));
  return { child, output: () => output };
}

/** See {@link startProgram}. */
export interface RunningProgram {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/**
 * Waits until a check passes.
 *
 * @throws ServiceError when the program ends before, or takes too long
 */
export async function waitUntilReady(
  name: string,
  { child, output }: RunningProgram,
  check: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new ServiceError(`${name} ended by itself:\n${output()}`);
    if (await check()) return;
    await delay(50);
  }
  throw new ServiceError(`${name} is not ready after ${READY_TIMEOUT_MS / 1000} s:\n${output()}`);
}

/** Asks a program to end, and ends it when it doesn't. */
export async function stopProgram({ child }: RunningProgram, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

/** Whether something answers a line on a port of the loopback address, and with what. */
export function exchange(port: number, line: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(line));
    socket.once('data', (data) => {
      resolve(String(data));
      socket.destroy();
    });
    socket.once('error', () => resolve(''));
  });
}
