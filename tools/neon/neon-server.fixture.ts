/** A server that speaks the part of Neon's API v2 that the script uses, keeps state, and fails when it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Key that the server takes. */
export const TEST_KEY = 'napi_test_key';
/** Project that it has. */
export const TEST_PROJECT = 'calm-river-123456';

/** A fault that is answered once instead of what was asked. */
export interface NeonFault {
  readonly method?: string;
  /** Which paths. */
  readonly path: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: Neon's form of an error. */
  readonly body?: string;
  /** How often; default once. */
  readonly times?: number;
}

interface StoredBranch {
  id: string;
  name: string;
  default: boolean;
  protected: boolean;
  parent?: string;
  contents: string;
  endpoints: { id: string; type: string }[];
  roles: { name: string }[];
  databases: { name: string; owner_name: string }[];
}

/** What the server did. */
export interface NeonServer {
  readonly url: string;
  readonly branches: StoredBranch[];
  /** `METHOD /path` of each request. */
  readonly requests: string[];
  readonly faults: NeonFault[];
  /** Questions about an operation until it has finished; default 0. */
  slowness: number;
  close(): Promise<void>;
}

type Answer = readonly [status: number, body: unknown];

/** Starts a server with a new project: one branch, `main`, with Neon's own role and database. */
export async function startNeonServer(): Promise<NeonServer> {
  const state = new NeonState();
  const server = createServer((request, response) => void answer(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/api/v2`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

async function answer(state: NeonState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.replace(/^\/api\/v2/, '');
  const method = request.method ?? 'GET';
  state.requests.push(`${method} ${path}`);
  const fault = state.takeFault(method, path);
  if (fault) {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    return void response.end(fault.body ?? JSON.stringify({ code: '', message: 'the test asked for it' }));
  }
  const text = Buffer.concat(chunks).toString();
  const [status, body] =
    request.headers.authorization === `Bearer ${TEST_KEY}`
      ? state.handle(method, path, url.searchParams, text === '' ? {} : JSON.parse(text))
      : ([401, { code: '', message: 'authentication failed' }] as const);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

class NeonState {
  readonly requests: string[] = [];
  readonly faults: NeonFault[] = [];
  slowness = 0;
  readonly branches: StoredBranch[] = [
    {
      id: 'br-main-1',
      name: 'main',
      default: true,
      protected: false,
      contents: 'root',
      endpoints: [{ id: 'ep-main-1', type: 'read_write' }],
      roles: [{ name: 'neondb_owner' }],
      databases: [{ name: 'neondb', owner_name: 'neondb_owner' }],
    },
  ];
  readonly #operations = new Map<string, number>();

  takeFault(method: string, path: string): NeonFault | undefined {
    const index = this.faults.findIndex((fault) => (fault.method ?? method) === method && fault.path.test(path));
    const fault = this.faults[index];
    if (!fault) return undefined;
    const left = (fault.times ?? 1) - 1;
    this.faults.splice(index, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
    return fault;
  }

  handle(method: string, path: string, query: URLSearchParams, body: unknown): Answer {
    const [, projects, project, what, id, part] = path.split('/');
    if (projects !== 'projects' || project !== TEST_PROJECT) return [404, { code: '', message: 'project not found' }];
    if (what === 'operations' && id) return this.#readOperation(id);
    if (what === 'connection_uri') return this.#readUri(query);
    if (what === 'endpoints' && method === 'POST') return this.#addEndpoint(field(body, 'endpoint'));
    if (what !== 'branches') return [404, { code: '', message: 'not found' }];
    if (!id) return method === 'POST' ? this.#addBranch(body) : this.#listBranches(query);
    const branch = this.branches.find((each) => each.id === id);
    if (!branch) return [404, { code: '', message: 'branch not found' }];
    if (!part && method === 'PATCH') return this.#change(branch, field(body, 'branch'));
    return this.#branchPart(branch, method, part, body);
  }

  /** One branch a page, so that paging is always tried. */
  #listBranches(query: URLSearchParams): Answer {
    const at = Number(query.get('cursor') ?? 0);
    const next = at + 1 < this.branches.length ? { next: String(at + 1) } : {};
    return [200, { branches: this.branches.slice(at, at + 1), pagination: next }];
  }

  #addBranch(body: unknown): Answer {
    const wanted = field(body, 'branch');
    const name = String(wanted['name']);
    if (this.branches.some((branch) => branch.name === name)) return [409, { code: '', message: 'branch exists' }];
    const parent = this.branches.find((branch) => branch.id === wanted['parent_id']);
    if (!parent) return [400, { code: '', message: 'no parent' }];
    const branch: StoredBranch = {
      id: `br-${name}-1`,
      name,
      default: false,
      protected: false,
      parent: parent.id,
      contents: String(wanted['init_source']),
      endpoints: [{ id: `ep-${name}-1`, type: 'read_write' }],
      roles: [...parent.roles],
      databases: [...parent.databases],
    };
    this.branches.push(branch);
    return [201, { branch, operations: this.#start('create_branch', 'start_compute') }];
  }

  #change(branch: StoredBranch, wanted: Record<string, unknown>): Answer {
    if (typeof wanted['name'] === 'string') branch.name = wanted['name'];
    if (typeof wanted['protected'] === 'boolean') branch.protected = wanted['protected'];
    return [200, { branch, operations: [] }];
  }

  #addEndpoint(wanted: Record<string, unknown>): Answer {
    const branch = this.branches.find((each) => each.id === wanted['branch_id']);
    if (!branch || branch.endpoints.length > 0) return [409, { code: '', message: 'read-write endpoint exists' }];
    branch.endpoints.push({ id: `ep-${branch.name}-2`, type: 'read_write' });
    return [201, { operations: this.#start('start_compute') }];
  }

  #branchPart(branch: StoredBranch, method: string, part: string | undefined, body: unknown): Answer {
    if (part === 'endpoints') return [200, { endpoints: branch.endpoints }];
    if (part === 'roles') {
      if (method === 'GET') return [200, { roles: branch.roles }];
      branch.roles.push({ name: String(field(body, 'role')['name']) });
      return [201, { operations: this.#start('apply_config') }];
    }
    if (part === 'databases') {
      if (method === 'GET') return [200, { databases: branch.databases }];
      const wanted = field(body, 'database');
      branch.databases.push({ name: String(wanted['name']), owner_name: String(wanted['owner_name']) });
      return [201, { operations: this.#start('apply_config') }];
    }
    return [404, { code: '', message: 'not found' }];
  }

  #readUri(query: URLSearchParams): Answer {
    const branch = this.branches.find((each) => each.id === query.get('branch_id'));
    const role = query.get('role_name') ?? '';
    const database = query.get('database_name') ?? '';
    const there =
      branch?.roles.some(({ name }) => name === role) && branch.databases.some(({ name }) => name === database);
    if (!branch || !there) return [404, { code: '', message: 'role or database not found' }];
    const host = `${branch.endpoints[0]?.id}${query.get('pooled') === 'true' ? '-pooler' : ''}.eu-central-1.aws.neon.tech`;
    return [200, { uri: `postgresql://${role}:s3cret-${branch.name}@${host}/${database}?sslmode=require` }];
  }

  #start(...actions: string[]): unknown[] {
    return actions.map((action) => {
      const id = `op-${this.#operations.size + 1}`;
      this.#operations.set(id, this.slowness);
      return { id, action, status: this.slowness > 0 ? 'scheduling' : 'finished' };
    });
  }

  #readOperation(id: string): Answer {
    const left = this.#operations.get(id);
    if (left === undefined) return [404, { code: '', message: 'operation not found' }];
    this.#operations.set(id, Math.max(0, left - 1));
    return [200, { operation: { id, action: 'start_compute', status: left > 1 ? 'running' : 'finished' } }];
  }
}

function field(body: unknown, name: string): Record<string, unknown> {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
