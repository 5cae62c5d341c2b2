/** A real nginx with docusaurus/nginx.conf itself, on this machine's loopback address. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program; undefined where it is not installed. */
export const nginxPath: string | undefined = ['/usr/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx'].find(
  (path) => existsSync(path),
);

const TEMPLATE = fileURLToPath(new URL('../../docusaurus/nginx.conf', import.meta.url));
const VARIABLE = /\$\{((?:WEB|NGINX)_[A-Z_]+)\}/g;
const START_TRIES = 200;
const TRY_EVERY_MS = 25;

/** What nginx is started with. */
export interface NginxOptions {
  /** Folder of the built site. */
  readonly siteDir: string;
  /** Port to listen on. */
  readonly port: number;
  /** `host:port` of the API; nobody has to listen there. */
  readonly api: string;
  /** Address or network of a proxy in front that is believed. Default: nobody's. */
  readonly trustedProxy?: string;
}

/** A running nginx. */
export interface NginxServer {
  readonly origin: string;
  /** What it has written to its log, a JSON object a line. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Puts variables into the template, as the image's entry point does.
 * @throws Error when one is missing
 */
export function fillTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replaceAll(VARIABLE, (_whole, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`docusaurus/nginx.conf names ${name}, which has no value`);
    return value;
  });
}

/** The names that the template uses. */
export function templateVariables(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(VARIABLE), (match) => match[1] ?? ''))].sort();
}

/**
 * Checks the filled template with `nginx -t`, then starts it.
 * @throws Error with nginx's own words when it refuses the configuration or does not answer
 */
export async function startNginx(options: NginxOptions): Promise<NginxServer> {
  if (nginxPath === undefined) throw new Error('nginx is not installed: apt-get install nginx-light');
  const folder = await mkdtemp(join(tmpdir(), 'lectern-nginx-'));
  const configuration = join(folder, 'lectern.conf');
  const site = resolve(options.siteDir);
  const variables = {
    WEB_LISTEN: `127.0.0.1:${options.port}`,
    WEB_ROOT: site,
    WEB_BASE_URL: '/',
    WEB_CSP_FILE: join(site, 'lectern', 'csp.nginx.conf'),
    WEB_API: options.api,
    WEB_BODY_LIMIT: '256k',
    WEB_TRUSTED_PROXY: options.trustedProxy ?? '192.0.2.1',
    NGINX_LOCAL_RESOLVERS: '127.0.0.1',
  };
  await writeFile(configuration, fillTemplate(await readFile(TEMPLATE, 'utf8'), variables));
  // As root, nginx gives its workers to another user, who may not enter the folder of this checkout.
  const globals = `daemon off;${process.getuid?.() === 0 ? ' user root;' : ''}`;
  // Files: nginx opens its standard output by name, which a socket (Node's pipes) does not allow.
  const logPath = join(folder, 'nginx.log');
  const logFile = await open(logPath, 'a');
  const stdio = ['ignore', logFile.fd, logFile.fd] as const;
  const tested = spawnSync(nginxPath, ['-t', '-q', '-c', configuration, '-g', globals], { stdio: [...stdio] });
  const log = () => readFileSync(logPath, 'utf8');
  if (tested.status !== 0) throw new Error(log());
  const child = spawn(nginxPath, ['-c', configuration, '-g', globals], { stdio: [...stdio] });
  await logFile.close();
  const origin = `http://127.0.0.1:${options.port}`;
  await waitUntilUp(origin, child, log);
  return {
    origin,
    log,
    async close() {
      child.kill('SIGQUIT');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilUp(origin: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < START_TRIES && child.exitCode === null; attempt += 1) {
    const response = await fetch(`${origin}/nginx-health`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, TRY_EVERY_MS));
  }
  child.kill('SIGKILL');
  throw new Error(`nginx did not come up:\n${log()}`);
}
