/** What one password's hash costs on this machine, by how it is made: no server can sign in more readers than that allows. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { BenchTable } from '../table.ts';

const LOOP = join(import.meta.dirname, 'hash-loop.ts');
const SECONDS = 4;
/** libuv's own size. */
const USUAL_POOL = 4;

const loopResult = z.object({ hashes: z.number(), seconds: z.number(), cpuSeconds: z.number() });

interface Way {
  readonly name: string;
  readonly algorithm: 'scrypt' | 'argon2id';
  /** scrypt: N; argon2id: KiB. */
  readonly cost: number;
  readonly passes: number;
}

const scrypt = (log2N: number, passes: number): Way => ({
  name: `scrypt N=2^${log2N} r=8 p=${passes}`,
  algorithm: 'scrypt',
  cost: 2 ** log2N,
  passes,
});
const argon2id = (mebibytes: number, passes: number): Way => ({
  name: `Argon2id m=${mebibytes} MiB t=${passes} p=1`,
  algorithm: 'argon2id',
  cost: mebibytes * 1024,
  passes,
});

/** Ours, which is OWASP's first choice, and the settings that it calls equal; one pass of scrypt. */
const OURS = argon2id(19, 2);
const OTHERS = [
  scrypt(14, 5),
  scrypt(17, 1),
  scrypt(16, 2),
  scrypt(15, 3),
  scrypt(13, 10),
  scrypt(14, 1),
  argon2id(12, 3),
];

function row({ name, algorithm, cost, passes }: Way, atOnce: number, pool: number): string[] {
  const args = [algorithm, cost, 8, passes, atOnce, SECONDS].map(String);
  const { status, stdout, stderr } = spawnSync(process.execPath, [LOOP, ...args], {
    encoding: 'utf8',
    env: { ...process.env, UV_THREADPOOL_SIZE: String(pool) },
  });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  const { hashes, seconds, cpuSeconds } = loopResult.parse(JSON.parse(stdout));
  const each = cpuSeconds / hashes;
  return [
    name,
    String(atOnce),
    String(pool),
    (hashes / seconds).toFixed(1),
    (each * 1000).toFixed(0),
    (availableParallelism() / each).toFixed(1),
  ];
}

/** Measures one way after the other, as many hashes at once as there are cores. */
export function benchHashes(): BenchTable {
  const cores = availableParallelism();
  return {
    title: 'What the hash of a password costs',
    columns: [
      'made by',
      'at once',
      'threads in the pool',
      'hashes/s',
      'core time each, ms',
      'most per second on all cores',
    ],
    rows: [
      row(OURS, 1, USUAL_POOL),
      row(OURS, cores, USUAL_POOL),
      row(OURS, cores * 8, USUAL_POOL),
      row(OURS, cores * 8, 16),
      ...OTHERS.map((way) => row(way, cores, USUAL_POOL)),
    ],
    notes: [
      `Hashes alone for ${SECONDS} s each, ${cores} cores. The last column is what the cores could do if they did nothing else, by the core time that one hash takes: a limit for every server, whatever else it does to sign somebody in.`,
    ],
  };
}
