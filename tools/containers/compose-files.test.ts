import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadSettings } from '../../backend/src/config/settings.ts';
import { fillTemplate, templateVariables } from './nginx-server.ts';

const COMPOSE = readFileSync('backend/docker-compose.yml', 'utf8');
const EXAMPLE = readFileSync('backend/compose.env.example', 'utf8');
const NGINX = readFileSync('docusaurus/nginx.conf', 'utf8');
const WEB_IMAGE = readFileSync('docusaurus/Dockerfile', 'utf8');
const API_IMAGE = readFileSync('backend/Dockerfile', 'utf8');

const serviceSchema = z.looseObject({
  profiles: z.array(z.string()),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.unknown(),
  environment: z.record(z.string(), z.string()).optional(),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string(), pids: z.number() }) }),
  }),
});
const services = z
  .object({ services: z.record(z.string(), serviceSchema), networks: z.record(z.string(), z.unknown()) })
  .parse(parse(COMPOSE, { merge: true }));

const SECRET = 'Zk4w9sVb2Qy7Lm1Xc8Tn5Rf3Hd6Jp0Ga';
const GIVEN: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'http://localhost:8080',
  LECTERN_SECRET: SECRET,
  POSTGRES_PASSWORD: 'p1',
  REDIS_PASSWORD: 'r1',
  VECTORS_PASSWORD: 'v1',
};

/** As compose puts variables in; only the forms that the file uses. */
function interpolate(text: string, given: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_whole, name: string, form?: string, rest?: string) => {
    const value = given[name];
    if (value !== undefined) return value;
    if (form === '-') return rest ?? '';
    throw new Error(`${name} is required`);
  });
}

function environmentOf(service: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(services.services[service]?.environment ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, interpolate(value, given)]));
}

describe('the containers of an installation', () => {
  it.each(Object.entries(services.services))('%s gets no more rights and resources than it needs', (_name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  it('leave only web and the proxy within reach, and the data services without a way out', () => {
    const open = Object.entries(services.services).filter(([, service]) => service.ports !== undefined);
    expect(open.map(([name]) => name).sort()).toEqual(['caddy', 'web']);
    expect(interpolate(services.services['web']?.ports?.[0] ?? '', {})).toBe('127.0.0.1:8080:8080');
    expect(services.networks['data']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis', 'qdrant']) expect(services.services[name]?.networks).toEqual(['data']);
  });

  it.each(['api', 'api-embedded', 'migrate'])('%s starts with what the example tells to set', (name) => {
    const settings = loadSettings({ ...GIVEN, COMPOSE_PROFILES: 'full', ...environmentOf(name, GIVEN) });
    expect(settings.environment).toBe('production');
    expect(settings.content.manifest).toBe('http://web:8080/lectern/book.json');
    expect(settings.database === null).toBe(name === 'api-embedded');
  });

  it('have no password of their own: each is required, by a name that the example explains', () => {
    const required = new Set(Array.from(COMPOSE.matchAll(/\$\{(\w+):\?/g), (match) => match[1] ?? ''));
    expect([...required].sort()).toEqual(Object.keys(GIVEN).sort());
    const used = new Set(Array.from(COMPOSE.matchAll(/(?<!\$)\$\{(\w+)/g), (match) => match[1] ?? ''));
    for (const variable of used) expect(EXAMPLE).toContain(`# ${variable}=`);
    for (const name of required) {
      const without = Object.fromEntries(Object.entries(GIVEN).filter(([given]) => given !== name));
      expect(() => interpolate(COMPOSE, without)).toThrow(`${name} is required`);
    }
  });

  it('use variables that the server does not take for misspelt settings', () => {
    const names = Array.from(EXAMPLE.matchAll(/^# ([A-Z_]+)=/gm), (match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(10);
    const env = Object.fromEntries(names.map((name) => [name, GIVEN[name] ?? 'x']));
    expect(() => loadSettings({ ...env, ...environmentOf('api-embedded', GIVEN) })).not.toThrow();
    expect(() => loadSettings({ ...environmentOf('api-embedded', GIVEN), LLM_MODLE: 'x' })).toThrow(
      /did you mean LLM_MODEL/,
    );
  });
});

describe('the images', () => {
  it.each([
    ['backend/Dockerfile', API_IMAGE],
    ['docusaurus/Dockerfile', WEB_IMAGE],
  ])('%s holds no secret and installs from the lock', (_name, text) => {
    expect(text).not.toMatch(/(?:PASSWORD|SECRET|API_KEY|TOKEN)=\S/);
    expect(text).toMatch(
      /COPY [^\n]*package-lock\.json[^\n]*\n(?:COPY [^\n]*package\.json[^\n]*\n)+(?:#[^\n]*\n)*RUN [^\n]*\\\n\s+npm ci /,
    );
    expect(text).toMatch(/^HEALTHCHECK /m);
  });

  it('name every workspace, or npm ci would refuse the lock', () => {
    const { workspaces } = z
      .object({ workspaces: z.array(z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const folders = workspaces.flatMap((pattern) =>
      pattern === 'packages/*' ? readdirSync('packages').map((name) => `packages/${name}`) : [pattern],
    );
    for (const folder of folders) {
      for (const text of [API_IMAGE, WEB_IMAGE]) expect(text).toContain(`${folder}/package.json ${folder}/\n`);
    }
  });

  it('give nginx every variable that its configuration names', () => {
    const names = templateVariables(NGINX);
    expect(names).toContain('WEB_API');
    for (const name of names) {
      if (name === 'NGINX_LOCAL_RESOLVERS') expect(WEB_IMAGE).toContain('NGINX_ENTRYPOINT_LOCAL_RESOLVERS=1');
      else expect(WEB_IMAGE).toMatch(new RegExp(`^\\s+${name}=\\S`, 'm'));
    }
    expect(() => fillTemplate(NGINX, {})).toThrow(/has no value/);
    const filled = fillTemplate(NGINX, Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(filled).not.toContain('${');
    expect(filled).toContain('$request_id');
  });
});
