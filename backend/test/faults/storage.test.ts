/** Directories that cannot be written, and a disk that is full: at the start, and under a running server. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meetFullDisk } from './full-disk.ts';
import { generateBook, writeBook } from './printed-book.ts';
import { runServerToItsEnd } from './server-process.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

/** The user `nobody`: root may write everywhere, whatever a directory's mode says. */
const NOBODY = 65_534;
const PROCESSES_MS = 120_000;

let directory: string;
let manifest: string;
const disks: SmallDisk[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lectern-storage-'));
  manifest = join(directory, 'book.json');
  await writeBook(manifest, generateBook(2));
});
afterAll(async () => {
  for (const disk of disks) disk.unmount();
  await rm(directory, { recursive: true, force: true });
});

/** A disk, or a reason to skip that is printed with the test. */
function diskOf(megabytes: number, skip: (reason: string) => never): SmallDisk {
  const disk = mountSmallDisk(megabytes);
  if (typeof disk === 'string') return skip(disk);
  disks.push(disk);
  return disk;
}

it('says in one line that the data directory may not be written', { timeout: PROCESSES_MS }, async ({ skip }) => {
  if (process.platform === 'win32') skip('modes of directories say little on Windows');
  await chmod(directory, 0o555);
  const uid = process.getuid?.() === 0 ? { uid: NOBODY } : {};
  const { code, output } = await runServerToItsEnd({ dataDir: join(directory, 'data'), manifest, ...uid });
  await chmod(directory, 0o755);
  expect([code, output.trim()]).toEqual([
    1,
    expect.stringMatching(/^There is no permission to write to .+DATA_DIR.+$/),
  ]);
});

it('says in one line that the disk is full or too small', { timeout: PROCESSES_MS }, async ({ skip }) => {
  const disk = diskOf(30, skip);
  const place = { dataDir: join(disk.path, 'data'), manifest };
  const small = await runServerToItsEnd(place);
  expect([small.code, small.output.trim()]).toEqual([
    1,
    expect.stringMatching(/^The disk of .+ a new database needs 64 MB\..+$/),
  ]);
  disk.fill();
  const full = await runServerToItsEnd(place);
  expect([full.code, full.output.trim()]).toEqual([
    1,
    expect.stringMatching(/^The disk of .+ is full\. Free some space.+$/),
  ]);
});

it('says in one line that the disk is read-only', { timeout: PROCESSES_MS }, async ({ skip }) => {
  const disk = diskOf(30, skip);
  if (!disk.setReadOnly(true)) skip('the system does not make a disk read-only');
  const { code, output } = await runServerToItsEnd({ dataDir: join(disk.path, 'data'), manifest });
  expect([code, output.trim()]).toEqual([1, expect.stringMatching(/is on a read-only disk\..+$/)]);
});

it('refuses to store on a full disk with 507, goes on reading, and loses nothing', { timeout: PROCESSES_MS }, async ({
  skip,
}) => {
  const disk = diskOf(160, skip);
  const report = await meetFullDisk({ dataDir: join(disk.path, 'data'), manifest }, disk);
  expect(report).toMatchObject({ stayedUp: true, lost: [], halves: [], acknowledgedBefore: 10, acknowledgedAfter: 11 });
  expect(Object.keys(report.refusals).toSorted()).toEqual(['json 507 STORAGE_FULL', 'stream 507 STORAGE_FULL']);
  expect(new Set(Object.values(report.statusWhileFull))).toEqual(new Set([200]));
});

it('stops storing before the next segment of the log would not fit, and goes on when it does', {
  timeout: PROCESSES_MS,
}, async ({ skip }) => {
  const disk = diskOf(160, skip);
  const report = await meetFullDisk({ dataDir: join(disk.path, 'data'), manifest }, disk, 6);
  expect(report).toMatchObject({ stayedUp: true, lost: [], halves: [], acknowledgedBefore: 10, acknowledgedAfter: 11 });
  expect(Object.keys(report.refusals).toSorted()).toEqual(['json 507 STORAGE_FULL', 'stream 507 STORAGE_FULL']);
  expect(new Set(Object.values(report.statusWhileFull))).toEqual(new Set([200]));
});
