/** Variables of the server itself: where it listens, what it serves, whom it trusts, what it writes to its log. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { defineSettings, flag, listOf, oneOf, origin, text, wholeNumber } from './setting-entry.ts';

/** Where the server runs; staging and production are checked more strictly. */
export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const;
/** Levels of the log, quietest last. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** True for an address, a network in CIDR notation, or one of the three named ranges. */
function isProxy(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  if (prefix === undefined) return PROXY_NAMES.includes(value) || isIP(address) !== 0;
  const bits = isIP(address) === 6 ? 128 : 32;
  return rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

const moduleLevel = z
  .string()
  .regex(
    new RegExp(`^[a-z][a-z-]*=(${LOG_LEVELS.join('|')})$`),
    `must be a list of module=level, levels ${LOG_LEVELS.join(', ')}`,
  );

const originOrAny = z.string().transform((value, context) => {
  const parsed = value === '*' ? { success: true as const, data: value } : origin().safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue('must be a list of origins such as https://book.example, without paths');
  return z.NEVER;
});

/** Address, files and life of the process. */
export const SERVER_SETTINGS = defineSettings({
  LECTERN_ENV: {
    description:
      'Where the server runs. staging and production refuse a weak secret and wildcard CORS and write JSON logs.',
    derived: 'NODE_ENV when it is one of these words, otherwise development',
    feature: 'server',
    example: 'production',
    schema: oneOf(ENVIRONMENTS),
  },
  HOST: {
    description: 'Address to listen on. 0.0.0.0 (or ::) makes the server reachable from other machines.',
    default: '127.0.0.1',
    feature: 'server',
    example: '0.0.0.0',
    schema: text(),
  },
  PORT: {
    description: 'TCP port to listen on; 0 lets the system choose a free one.',
    default: '8000',
    feature: 'server',
    example: '8000',
    schema: wholeNumber(0, 65_535),
  },
  PUBLIC_URL: {
    description:
      'Origin that readers use, as their browser shows it. With https:// cookies become Secure and HSTS is sent.',
    derived: 'http://localhost and PORT',
    feature: 'server',
    example: 'https://book.example',
    schema: origin(),
  },
  DATA_DIR: {
    description:
      'Directory for everything the server writes: embedded database, secret, logs. Only one server may use it at a time.',
    default: './data',
    feature: 'server',
    example: '/var/lib/lectern',
    schema: text(),
  },
  BODY_LIMIT_KB: {
    description: 'Largest request body that is accepted.',
    unit: 'kB',
    default: '256',
    feature: 'server',
    example: '256',
    schema: wholeNumber(1, 10_240),
  },
  REQUEST_TIMEOUT_SECONDS: {
    description: 'Time in which a client must have sent its whole request. Answers and streams may take longer.',
    unit: 'seconds',
    default: '30',
    feature: 'server',
    example: '30',
    schema: wholeNumber(1, 3600),
  },
  SHUTDOWN_GRACE_SECONDS: {
    description: 'Time that running answers and streams get to finish after SIGTERM or SIGINT.',
    unit: 'seconds',
    default: '10',
    feature: 'server',
    example: '25',
    schema: wholeNumber(0, 600),
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    description: 'Delay of the event loop above which new requests get 503 with Retry-After; 0 turns the check off.',
    unit: 'milliseconds',
    default: '1000',
    feature: 'server',
    example: '1000',
    schema: wholeNumber(0, 60_000),
  },
  SITE_DIR: {
    description: 'Directory of the built Docusaurus site that the server shows at /.',
    default: './docusaurus/build',
    feature: 'content',
    example: './docusaurus/build',
    schema: text(),
  },
  BOOK_MANIFEST: {
    description: 'The book to answer from: path or https:// URL of a manifest that the Docusaurus plugin made.',
    derived: 'lectern/book.json in SITE_DIR',
    feature: 'content',
    example: 'https://book.example/lectern/book.json',
    schema: text(),
  },
  BOOK_WATCH: {
    description: 'Whether a manifest on disk is indexed again as soon as it changes; npm run dev turns it on.',
    default: 'false',
    feature: 'content',
    example: 'true',
    schema: flag(),
  },
});

/** Who may call, and from where. */
export const SECURITY_SETTINGS = defineSettings({
  LECTERN_SECRET: {
    description:
      'Secret from which the keys for cookies, CSRF tokens and sessions are derived; at least 32 random characters (openssl rand -base64 48). Required in staging and production.',
    derived: 'made on the first start and kept in DATA_DIR/secret (mode 0600)',
    feature: 'security',
    secret: true,
    example: 'output-of-openssl-rand-base64-48',
    schema: text(32),
  },
  CORS_ORIGINS: {
    description:
      'Origins of other sites that may call the API with the reader’s cookie, comma-separated. * is allowed in development and test only.',
    default: '',
    feature: 'security',
    example: 'https://docs.example,https://preview.docs.example',
    schema: listOf(originOrAny),
  },
  TRUSTED_PROXIES: {
    description:
      'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses, CIDR networks, loopback, linklocal or uniquelocal, comma-separated.',
    default: '',
    feature: 'security',
    example: 'loopback,10.0.0.0/8',
    schema: listOf(
      z.string().refine(isProxy, 'must be a list of addresses, networks, loopback, linklocal, uniquelocal'),
    ),
  },
  METRICS_TOKEN: {
    description: 'Bearer token for /metrics. Without one, /metrics answers callers on the same machine only.',
    feature: 'security',
    secret: true,
    example: 'a-long-random-token',
    schema: text(16),
  },
});

/** What is logged, how, and how long it is kept. */
export const LOGGING_SETTINGS = defineSettings({
  LOG_LEVEL: {
    description: 'Lowest level that is logged. The text of questions is logged at debug and below only.',
    default: 'info',
    feature: 'logging',
    example: 'debug',
    schema: oneOf(LOG_LEVELS),
  },
  LOG_LEVELS: {
    description: 'Levels of single modules, comma-separated.',
    default: '',
    feature: 'logging',
    example: 'chat=debug,database=warn',
    schema: listOf(moduleLevel),
  },
  LOG_FORMAT: {
    description: 'How lines on standard output look.',
    derived: 'pretty in development, json otherwise',
    feature: 'logging',
    example: 'json',
    schema: oneOf(['pretty', 'json']),
  },
  LOG_FILE: {
    description: 'Whether the log is also written to rotating files in LOG_DIR (JSON, one object a line).',
    default: 'true',
    feature: 'logging',
    example: 'false',
    schema: flag(),
  },
  LOG_DIR: {
    description: 'Directory of the log files.',
    derived: 'logs in DATA_DIR',
    feature: 'logging',
    example: '/var/log/lectern',
    schema: text(),
  },
  LOG_ROTATE_SIZE_MB: {
    description: 'Size at which a new log file is begun; one is also begun each day.',
    unit: 'MB',
    default: '10',
    feature: 'logging',
    example: '50',
    schema: wholeNumber(1, 1024),
  },
  LOG_ROTATE_COUNT: {
    description: 'Number of log files kept beside the current one.',
    default: '7',
    feature: 'logging',
    example: '14',
    schema: wholeNumber(1, 1000),
  },
  LOG_ROTATE_DAYS: {
    description: 'Age at which log files are deleted, whatever their number.',
    unit: 'days',
    default: '14',
    feature: 'logging',
    example: '30',
    schema: wholeNumber(1, 3650),
  },
  SLOW_REQUEST_MS: {
    description: 'Time to the end of an answer above which a warning is logged; streams are left out. 0 turns it off.',
    unit: 'milliseconds',
    default: '1000',
    feature: 'logging',
    example: '500',
    schema: wholeNumber(0, 600_000),
  },
});
