/** Schemathesis in a Python environment of its own, outside of the repository. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** What an answer is held to. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** One run over a document. */
export interface SchemathesisRun {
  /** Origin of the server. */
  readonly origin: string;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Regular expressions of paths that are left out. */
  readonly without: readonly string[];
  /** Requests per route and phase, at most. */
  readonly examples: number;
  /** Seconds, at most. */
  readonly seconds: number;
  /** The same seed, the same requests. */
  readonly seed: number;
}

/** What came of a run. */
export interface SchemathesisResult {
  /** 0: no finding. */
  readonly code: number;
  readonly output: string;
}

/** Path of the command; installs it the first time, and when its version changes. */
export function installSchemathesis(): string {
  const environment = join(tmpdir(), 'lectern-schemathesis');
  const command = join(environment, 'bin', 'schemathesis');
  const stamp = join(environment, 'installed.txt');
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return command;
  execFileSync('python3', ['-m', 'venv', environment]);
  const options = ['--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  execFileSync(join(environment, 'bin', 'python'), ['-m', 'pip', 'install', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, wanted);
  return command;
}

/** Runs it over a server's own document. */
export async function runSchemathesis(command: string, run: SchemathesisRun): Promise<SchemathesisResult> {
  const { origin, headers, without, examples, seconds, seed } = run;
  const child = spawn(
    command,
    [
      'run',
      `${origin}/openapi.json`,
      `--checks=${CHECKS.join(',')}`,
      '--phases=examples,coverage,fuzzing',
      `--max-examples=${examples}`,
      `--max-time=${seconds}`,
      `--seed=${seed}`,
      // Routes that stream answers keep their connection for as long as they write.
      '--request-timeout=30',
      '--suppress-health-check=all',
      '--continue-on-failure',
      '--no-color',
      ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}:${value}`]),
      // One expression: of several options the last alone would count.
      `--exclude-path-regex=${without.map((path) => `(${path})`).join('|')}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: tmpdir() },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}
