import { describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from './settings.ts';
import { type SettingFault, SettingsError } from './settings-error.ts';
import { SETTING_ENTRIES } from './settings-table.ts';

const SECRET = 'kJ8s0dfj3L2mNf9aQw7xZr5tYu1iOp6h';
const PUBLISHED = { LECTERN_ENV: 'production', LECTERN_SECRET: SECRET, PUBLIC_URL: 'https://book.example' };

const load = (environment: EnvironmentVariables) => loadSettings(environment, { root: '/srv/lectern' });

/** The faults of an environment, none when it can be used. */
function faultsOf(environment: EnvironmentVariables): readonly SettingFault[] {
  try {
    load(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

const faultyNames = (environment: EnvironmentVariables) => faultsOf(environment).map((fault) => fault.name);

describe('without any variable', () => {
  it('everything runs on this machine, keyless', () => {
    const settings = load({});
    expect(settings.environment).toBe('development');
    expect(settings.server).toMatchObject({
      host: '127.0.0.1',
      port: 8000,
      publicUrl: 'http://localhost:8000',
      secure: false,
    });
    expect(settings.server.dataDir).toBe('/srv/lectern/data');
    expect(settings.content.manifest).toBe('/srv/lectern/docusaurus/build/lectern/book.json');
    expect([settings.database, settings.redisUrl, settings.qdrant, settings.smtp]).toEqual([null, null, null, null]);
    expect(settings.llm.provider).toBe('none');
    expect(settings.logging.format).toBe('pretty');
    expect(settings.logging.directory).toBe('/srv/lectern/data/logs');
  });

  it('empty variables count as unset', () => {
    expect(load({ PORT: '', DATABASE_URL: '  ' }).database).toBeNull();
  });
});

describe('every entry', () => {
  it.each(SETTING_ENTRIES)('%s has a description, an example that passes and a default that passes', (_name, entry) => {
    expect(entry.description).toMatch(/^[A-Z].{10,}\.$/s);
    expect(entry.schema.safeParse(entry.example).success).toBe(true);
    if (entry.default !== undefined) expect(entry.schema.safeParse(entry.default).success).toBe(true);
  });
});

describe('invalid values', () => {
  it.each([
    ['PORT', '65536'],
    ['BUDGET_USD_PER_DAY', '-1'],
    ['BUDGET_USD_PER_FEATURE', 'chats=1'],
    ['BUDGET_USD_PER_FEATURE', 'chat=1,embeddings'],
    ['BUDGET_USD_PER_FEATURE', 'chat=-1'],
    ['ANSWERS_PER_DAY', '1.5'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['LECTERN_ENV', 'prod'],
    ['PUBLIC_URL', 'book.example'],
    ['PUBLIC_URL', 'https://book.example/path'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['REDIS_URL', 'localhost:6379'],
    ['CORS_ORIGINS', 'https://a.example/b'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'everyone'],
    ['LOG_LEVELS', 'chat:debug'],
    ['LOG_LEVELS', 'chat=loud'],
    ['FEATURE_CHAT', 'maybe'],
    ['BUDGET_USD_PER_DAY', '-1'],
    ['BUDGET_USD_PER_DAY', 'NaN'],
    ['LECTERN_SECRET', 'short'],
    ['QDRANT_COLLECTION', 'a/b'],
    ['SMTP_FROM', 'nobody'],
  ])('%s=%s is refused with a mend', (name, value) => {
    const [fault] = faultsOf({ [name]: value });
    expect(fault?.name).toBe(name);
    expect(fault?.message).toMatch(/must .+, e\.g\. .+/);
  });

  it('are listed all at once', () => {
    expect(faultyNames({ PORT: 'x', LOG_LEVEL: 'loud', FEATURE_CHAT: '2' })).toEqual([
      'PORT',
      'LOG_LEVEL',
      'FEATURE_CHAT',
    ]);
  });

  it('never show a secret in the message', () => {
    expect(() => load({ LECTERN_SECRET: 'hunter2-short' })).toThrow(expect.not.stringContaining('hunter2'));
  });
});

describe('unknown variables', () => {
  it.each([
    ['LECTERN_SECRT', 'LECTERN_SECRET'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['OPENAI_APIKEY', 'OPENAI_API_KEY'],
    ['RATE_LIMIT_PER_MINUT', 'RATE_LIMIT_PER_MINUTE'],
  ])('%s suggests %s', (name, meant) => {
    const [fault] = faultsOf({ [name]: 'x' });
    expect(fault).toEqual({ name, message: expect.stringContaining(meant) });
  });

  it('below our prefixes are refused', () => {
    expect(faultyNames({ FEATURE_TELEPATHY: 'true', RETENTION_DAYS_EVERYTHING: '1' })).toEqual([
      'FEATURE_TELEPATHY',
      'RETENTION_DAYS_EVERYTHING',
    ]);
  });

  it('of other programs are left alone', () => {
    const others = {
      PATH: '/bin',
      HOME: '/root',
      POST: '1',
      LOGNAME: 'me',
      npm_config_cache: 'x',
      COMPOSE_PROJECT_NAME: 'y',
    };
    expect(faultyNames({ ...others, LECTERN_TEST_DATABASE_URL: 'x', LECTERN_API_URL: 'y' })).toEqual([]);
  });
});

describe('variables that belong together', () => {
  it.each([
    [{ LLM_PROVIDER: 'openai' }, ['OPENAI_API_KEY']],
    [{ LLM_PROVIDER: 'compatible' }, ['LLM_BASE_URL']],
    [{ EMBEDDING_PROVIDER: 'openai' }, ['EMBEDDING_API_KEY']],
    [{ GITHUB_CLIENT_ID: 'x' }, ['GITHUB_CLIENT_SECRET']],
    [{ SMTP_HOST: 'smtp.example' }, ['SMTP_FROM']],
    [{ QDRANT_API_KEY: 'x' }, ['QDRANT_URL']],
    [{ VECTOR_STORE: 'qdrant' }, ['QDRANT_URL']],
    [{ VECTOR_STORE: 'pgvector' }, ['VECTOR_STORE']],
    [{ ...PUBLISHED, QDRANT_URL: 'http://qdrant.example', QDRANT_API_KEY: 'x' }, ['QDRANT_URL']],
    [{ ...PUBLISHED, QDRANT_URL: 'https://qdrant.example', QDRANT_API_KEY: 'x' }, []],
    [{ ...PUBLISHED, QDRANT_URL: 'http://qdrant:6333', QDRANT_API_KEY: 'x' }, []],
    [{ ...PUBLISHED, QDRANT_URL: 'http://10.0.0.5:6333', QDRANT_API_KEY: 'x' }, []],
    [{ DATABASE_DIRECT_URL: 'postgres://h/d' }, ['DATABASE_URL']],
  ])('%j needs %j', (environment, names) => {
    expect(faultyNames(environment)).toEqual(names);
  });
});

describe('environments', () => {
  it.each([
    [{}, 'development'],
    [{ NODE_ENV: 'test' }, 'test'],
    [{ NODE_ENV: 'something' }, 'development'],
    [{ NODE_ENV: 'production', LECTERN_ENV: 'development' }, 'development'],
    [PUBLISHED, 'production'],
  ])('%j is %s', (environment, expected) => {
    expect(load(environment).environment).toBe(expected);
  });

  it.each(['staging', 'production'])(
    '%s refuses a missing secret, wildcard CORS and no public address',
    (environment) => {
      expect(faultyNames({ LECTERN_ENV: environment, CORS_ORIGINS: '*' })).toEqual([
        'LECTERN_SECRET',
        'CORS_ORIGINS',
        'PUBLIC_URL',
      ]);
    },
  );

  it.each(['a'.repeat(40), 'change-me-change-me-change-me-0123456789', 'output-of-openssl-rand-base64-48'])(
    'production refuses the weak secret %s',
    (secret) => {
      expect(faultyNames({ ...PUBLISHED, LECTERN_SECRET: secret })).toEqual(['LECTERN_SECRET']);
    },
  );

  it('production writes JSON and uses secure cookies', () => {
    const settings = load(PUBLISHED);
    expect([settings.logging.format, settings.server.secure]).toEqual(['json', true]);
  });
});

describe('the store of vectors', () => {
  it('is the process, unless Qdrant has an address or one is named', () => {
    expect(load({}).vectorStore).toBe('memory');
    expect(load({ QDRANT_URL: 'http://localhost:6333' }).vectorStore).toBe('qdrant');
    expect(load({ QDRANT_URL: 'http://localhost:6333', VECTOR_STORE: 'memory' }).vectorStore).toBe('memory');
    expect(load({ VECTOR_STORE: 'pgvector', DATABASE_URL: 'postgres://h/d' }).vectorStore).toBe('pgvector');
  });
});

describe('variables of later versions', () => {
  it('are named when they are set, and not otherwise', () => {
    const given = { RETENTION_DAYS_AUDIT: '3', RETENTION_DAYS_METRICS: ' ', PORT: '1' };
    expect(load(given).unused).toEqual(['RETENTION_DAYS_AUDIT']);
  });
});

describe('values', () => {
  it('of money: features have limits of their own when they are named, prices come from a file', () => {
    const { budget } = load({ BUDGET_USD_PER_FEATURE: 'chat=1.5, embeddings=0.2', PRICES_FILE: 'prices.json' });
    expect([...budget.usdPerDayByFeature]).toEqual([
      ['chat', 1.5],
      ['embeddings', 0.2],
    ]);
    expect(budget.pricesFile).toBe('/srv/lectern/prices.json');
    expect(load({}).budget).toMatchObject({ pricesFile: null, usdPerDay: 2, answersPerReaderPerDay: 50 });
  });

  it('are turned into what the code needs', () => {
    const settings = load({
      CORS_ORIGINS: ' https://A.example/ , https://b.example',
      LOG_LEVELS: 'chat=debug,database=warn',
      BOOK_MANIFEST: 'https://book.example/lectern/book.json',
      BODY_LIMIT_KB: '2',
      OPENAI_API_KEY: 'sk-test',
    });
    expect(settings.security.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(settings.logging.moduleLevels).toEqual(
      new Map([
        ['chat', 'debug'],
        ['database', 'warn'],
      ]),
    );
    expect(settings.content.manifest).toBe('https://book.example/lectern/book.json');
    expect(settings.server.bodyLimitBytes).toBe(2048);
    expect(settings.llm.provider).toBe('openai');
  });

  it.each([
    ['OpenAI’s own address', { EMBEDDING_PROVIDER: 'openai' }, [null, 'sk-llm']],
    [
      'the address of the writing model',
      { EMBEDDING_PROVIDER: 'compatible', LLM_PROVIDER: 'compatible', LLM_BASE_URL: 'http://llm.example/v1' },
      ['http://llm.example/v1', 'sk-llm'],
    ],
    [
      'an address of its own, without the key of another',
      { EMBEDDING_PROVIDER: 'compatible', EMBEDDING_BASE_URL: 'http://embed.example/v1' },
      ['http://embed.example/v1', null],
    ],
    [
      'an address of its own, with its own key',
      {
        EMBEDDING_PROVIDER: 'compatible',
        EMBEDDING_BASE_URL: 'http://embed.example/v1',
        EMBEDDING_API_KEY: 'sk-embed',
      },
      ['http://embed.example/v1', 'sk-embed'],
    ],
  ])('send texts to be embedded to %s', (_name, variables, [baseUrl, apiKey]) => {
    const { embedding } = load({ OPENAI_API_KEY: 'sk-llm', ...variables });
    expect([embedding.baseUrl, embedding.apiKey]).toEqual([baseUrl, apiKey]);
  });

  it('name the directory of a local model from the root', () => {
    const { embedding } = load({ EMBEDDING_PROVIDER: 'local', EMBEDDING_MODEL: 'models/minilm' });
    expect(embedding.model).toBe('/srv/lectern/models/minilm');
  });
});
