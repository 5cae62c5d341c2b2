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

function rule(since: string, patterns: readonly string[]): Rule {
  return { pattern: new RegExp(patterns.join('|'), 'i'), reason: `needs ${since}` };
}

/** What is wrong with the text of a migration: one line per finding. */
export function lintMigration(text: string): string[] {
  const statements = text.replaceAll(/--[^\n]*/g, '').replaceAll(/'(?:[^']|'')*'/g, "''");
  return RULES.flatMap(({ pattern, reason }) => {
    const found = pattern.exec(statements);
    return found ? [`"${found[0]}": ${reason}`] : [];
  });
}
