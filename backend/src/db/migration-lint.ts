/** Finds what a migration must not use: it has to run on PostgreSQL 15 with pgvector 0.6, and on the embedded one. */

interface Rule {
  readonly pattern: RegExp;
  readonly reason: string;
}

const RULES: readonly Rule[] = [
  rule('PostgreSQL 16', [
    'any_value\\(',
    'is\\s+json\\b',
    'json_(?:arrayagg|objectagg)\\b',
    'json_array\\(',
    'json_object\\(',
  ]),
  rule('PostgreSQL 16', ['random_normal\\(', 'array_(?:sample|shuffle)\\(', 'pg_input_is_valid\\(']),
  rule('PostgreSQL 17', ['json_(?:table|exists|query|value|scalar|serialize)\\(', 'merge\\b[^;]*\\breturning\\b']),
  rule('PostgreSQL 17', ['on_error\\b', 'to_(?:bin|oct)\\(', 'random\\(\\s*[^)\\s]']),
  rule('PostgreSQL 18', [
    'uuidv[47]\\(',
    'without\\s+overlaps\\b',
    'not\\s+enforced\\b',
    'returning\\s+(?:old|new)\\.',
  ]),
  // Since 18 a generated column without STORED is virtual; before, it is an error.
  rule('PostgreSQL 18', [
    'generated\\s+always\\s+as\\s*\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)(?!\\s*stored)',
    '\\bvirtual\\b',
  ]),
  rule('pgvector 0.7', ['\\b(?:halfvec|sparsevec)\\b', 'bit_(?:hamming|jaccard)_ops\\b', 'binary_quantize\\(']),
  rule('pgvector 0.8', ['hnsw\\.iterative_scan\\b', 'ivfflat\\.iterative_scan\\b']),
  {
    pattern: /\bconcurrently\b/i,
    reason: 'CONCURRENTLY does not run inside a transaction, and migrations do',
  },
  {
    pattern: /\bpg_(?:try_)?advisory_lock\b/i,
    reason: 'session locks exclude nobody on the embedded database: use pg_advisory_xact_lock',
  },
  { pattern: /\bcopy\b[^;]*\bfrom\s+stdin\b/i, reason: 'COPY FROM STDIN does not work on the embedded database' },
];

/** What loses data, or fails on a table that has rows, or breaks servers of the version before that still run. */
const DESTRUCTIVE: readonly Rule[] = [
  { pattern: /\bdrop\s+(?:table|schema|column|type|view|database)\b/i, reason: 'loses what is stored' },
  { pattern: /\b(?:truncate|delete\s+from)\b/i, reason: 'loses what is stored' },
  {
    pattern: /\balter\s+(?:column\s+)?"?\w+"?\s+(?:set\s+data\s+)?type\b/i,
    reason: 'rewrites the table, and may fail',
  },
  { pattern: /\bset\s+not\s+null\b/i, reason: 'fails where something is null' },
  {
    pattern:
      /\badd\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?"?\w+"?(?![^;,]*\bdefault\b)(?![^;,]*\bgenerated\b)[^;,]*\bnot\s+null\b/i,
    reason: 'fails on a table that has rows: give a default',
  },
  { pattern: /\brename\s+(?:column|to|constraint)\b/i, reason: 'servers of the version before fail on it' },
];

/** A line by which somebody stands for it: `-- destructive, acknowledged 2026-11-22: the reason`. */
const ACKNOWLEDGED = /^--\s*destructive, acknowledged \d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]): \S.{9,}$/m;

function rule(since: string, patterns: readonly string[]): Rule {
  return { pattern: new RegExp(patterns.join('|'), 'i'), reason: `needs ${since}` };
}

/** What is wrong with the text of a migration: one line per finding. */
export function lintMigration(text: string): string[] {
  const statements = text.replaceAll(/--[^\n]*/g, '').replaceAll(/'(?:[^']|'')*'/g, "''");
  const find = (rules: readonly Rule[]): string[] =>
    rules.flatMap(({ pattern, reason }) => {
      const found = pattern.exec(statements);
      return found ? [`"${found[0]}": ${reason}`] : [];
    });
  const destructive = ACKNOWLEDGED.test(text) ? [] : find(DESTRUCTIVE);
  return [
    ...find(RULES),
    ...destructive.map((finding) => `${finding}; if it must be, add "-- destructive, acknowledged <date>: <why>"`),
  ];
}
