import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressSite } from './site-compression.ts';

const PAGE = '<p>a page that says the same again</p>'.repeat(100);

function buildSite(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-compress-'));
  mkdirSync(join(directory, 'lectern'));
  mkdirSync(join(directory, 'sensors'));
  writeFileSync(join(directory, 'sensors', 'index.html'), PAGE);
  writeFileSync(join(directory, 'small.css'), 'a{}');
  writeFileSync(join(directory, 'photo.png'), PAGE);
  writeFileSync(join(directory, 'lectern', 'book.json'), PAGE);
  return directory;
}

describe('compressing the site', () => {
  it('writes both encodings beside what gains by it, and nothing else', async () => {
    const directory = buildSite();
    expect(await compressSite(directory)).toEqual({ written: 2, fault: null });
    const page = join(directory, 'sensors', 'index.html');
    expect(brotliDecompressSync(readFileSync(`${page}.br`)).toString()).toBe(PAGE);
    expect(gunzipSync(readFileSync(`${page}.gz`)).toString()).toBe(PAGE);
    expect(readdirSync(directory).sort()).toEqual(['lectern', 'photo.png', 'sensors', 'small.css']);
    expect(readdirSync(join(directory, 'lectern'))).toEqual(['book.json']);
  });

  it('does nothing the second time, and only what changed the third', async () => {
    const directory = buildSite();
    await compressSite(directory);
    expect((await compressSite(directory)).written).toBe(0);
    const page = join(directory, 'sensors', 'index.html');
    writeFileSync(page, PAGE.toUpperCase());
    const later = Date.now() / 1000 + 10;
    utimesSync(page, later, later);
    expect((await compressSite(directory)).written).toBe(2);
    expect(brotliDecompressSync(readFileSync(`${page}.br`)).toString()).toBe(PAGE.toUpperCase());
  });

  it('stops when it is told to', async () => {
    expect(await compressSite(buildSite(), AbortSignal.abort())).toEqual({ written: 0, fault: null });
  });

  it('says why it could not, and throws nothing', async () => {
    const { written, fault } = await compressSite(join(tmpdir(), 'lectern-no-such-site'));
    expect([written, fault instanceof Error]).toEqual([0, true]);
  });
});
