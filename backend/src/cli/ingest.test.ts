import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestDirectory, smallBook, testHash } from '../features/content/content.fixture.ts';
import type { IngestReport } from '../features/content/index.ts';
import { describeReport, percentOf } from './ingest-progress.ts';

const LECTERN = fileURLToPath(new URL('./lectern.ts', import.meta.url));

describe('lectern ingest', () => {
  let root: string;
  let directory: Awaited<ReturnType<typeof manifestDirectory>>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lectern-cli-'));
    directory = await manifestDirectory();
  });
  afterAll(async () => {
    await directory.remove();
    await rm(root, { recursive: true, force: true });
  });

  const run = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve, reject) => {
      const { PATH = '' } = process.env;
      const env = { PATH, HOME: root, LECTERN_ENV: 'test', DATA_DIR: join(root, 'data'), LOG_FILE: 'false' };
      const child = spawn(process.execPath, ['--conditions=lectern-source', LECTERN, 'ingest', ...args], {
        cwd: root,
        env,
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data;
      });
      child.stderr.on('data', (data: Buffer) => {
        err += data;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });

  it('indexes without a server, tells what changed, and takes in another memory alone', async () => {
    const path = await directory.write(smallBook());
    const first = await run(path);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('Version 1 answers now, with 2 chapters, 8 sections');
    expect(first.out).toMatch(/chapters {7}2 added {7}0 changed {7}0 removed/);
    expect(first.err).toContain('Building the index');
    const memory = join(dirname(path), 'memory');
    await mkdir(memory);
    const entry = { hash: 'N'.repeat(43), hashVersion: 1, kind: 'heading', source: 'Cameras', target: 'کیمرے' };
    const text = `${JSON.stringify({ ...entry, status: 'machine', engine: 'authors' })}\n{"hash": "cut\n`;
    await writeFile(join(memory, 'ur.jsonl'), text);
    const shipped = { language: 'ur', path: 'memory/ur.jsonl', hash: testHash(text), entries: 1 };
    await directory.write({ ...smallBook(), memory: [shipped] });
    const second = await run(path, '--json');
    expect(JSON.parse(second.out)).toMatchObject({ status: 'current', version: 1 });
    expect(second.err).toContain(
      'memory/ur.jsonl: 1 translations, 1 new or changed, 0 gone.\n  1 left out, the first in line 2:',
    );
    const broken = await run(await directory.write('{'));
    expect(broken.code).toBe(1);
    expect(broken.err).toContain('not whole JSON');
    expect(broken.err).not.toContain('    at ');
  }, 90_000);
});

describe('the report', () => {
  const none = { added: 0, changed: 0, removed: 0 };
  const report: IngestReport = {
    status: 'current',
    version: 4,
    changes: { chapters: none, segments: none, chunks: none },
    counts: { chapters: 1, sections: 2, segments: 3, chunks: 4 },
    embeddings: null,
    durationMs: 1234,
  };
  it.each([
    ['current', 'Nothing has changed: version 4 holds 1 chapters, 2 sections, 3 segments, 4 chunks. (1.2 s)'],
    ['refined', 'Version 4 has its latent part now. (1.2 s)'],
    ['elsewhere', 'Another process is indexing the book at the moment. (1.2 s)'],
  ] as const)('of %s', (status, text) => {
    expect(describeReport({ ...report, status })).toBe(text);
  });

  it('of embeddings tells what was paid for, what was kept and what is missing', () => {
    const embeddings = {
      embedder: 'openai/text-embedding-3-small/384',
      chunks: 400,
      embedded: 2,
      cached: 390,
      missing: 8,
      tokens: 900,
      costUsd: 0.000018,
      stopped: 'a limit of spending is reached: global_day',
    };
    expect(
      describeReport({ ...report, embeddings })
        .split('\n')
        .slice(1),
    ).toEqual([
      'Embeddings of openai/text-embedding-3-small/384: 2 of 400 chunks embedded, 390 kept from before (900 tokens, at most 0.000018 USD).',
      '  8 are missing: a limit of spending is reached: global_day. They are found by their words; the next ingest goes on.',
    ]);
  });

  it('of a bar never goes back', () => {
    const steps = [
      { phase: 'reading', done: 0, total: 0 },
      { phase: 'writing', done: 0, total: 2 },
      { phase: 'writing', done: 1, total: 2 },
      { phase: 'writing', done: 2, total: 2 },
      { phase: 'indexing', done: 2, total: 2 },
      { phase: 'refining', done: 2, total: 2 },
      { phase: 'embedding', done: 0, total: 4 },
      { phase: 'embedding', done: 4, total: 4 },
      { phase: 'done', done: 1, total: 1 },
    ] as const;
    expect(steps.map(percentOf)).toEqual([0, 10, 35, 60, 60, 75, 80, 100, 100]);
  });
});
