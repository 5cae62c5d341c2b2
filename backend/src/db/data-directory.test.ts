import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './client.ts';
import {
  finishDatabaseFiles,
  locateDataDirectory,
  prepareDatabaseFiles,
  prepareDataDirectory,
  readPostgresMajor,
} from './data-directory.ts';
import { DataDirectoryError } from './database-errors.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('prepareDataDirectory', () => {
  it('makes the directory for its owner only, and leaves nothing of its probe', () => {
    const { path } = prepareDataDirectory(join(root, 'a', 'b'));
    expect(readdirSync(path)).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('says what is wrong and how to mend it', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => prepareDataDirectory(join(root, 'file', 'data'))).toThrow(DataDirectoryError);
    expect(() => prepareDataDirectory(join(root, 'file', 'data'))).toThrow('Set DATA_DIR to a directory.');
  });

  it.runIf(process.platform === 'linux')('names a directory that cannot be written to', () => {
    expect(() => prepareDataDirectory('/proc/lectern')).toThrow(/^\/proc\/lectern .*Set DATA_DIR/);
  });
});

describe('prepareDatabaseFiles', () => {
  it('starts anew after a creation that was cut off, and never touches a finished one', () => {
    const directory = locateDataDirectory(root);
    expect(prepareDatabaseFiles(directory)).toEqual({ isNew: true });
    mkdirSync(directory.database);
    writeFileSync(join(directory.database, 'PG_VERSION'), '18\n');
    expect(prepareDatabaseFiles(directory)).toEqual({ isNew: true });
    expect(existsSync(directory.database)).toBe(false);
    mkdirSync(directory.database);
    writeFileSync(join(directory.database, 'PG_VERSION'), '18\n');
    finishDatabaseFiles(directory);
    expect(prepareDatabaseFiles(directory)).toEqual({ isNew: false });
    expect(readPostgresMajor(directory)).toBe(18);
  });
});

describe('openDatabase', () => {
  it('refuses the files of another PostgreSQL with the way to move them', async () => {
    const directory = locateDataDirectory(root);
    mkdirSync(directory.database);
    writeFileSync(join(directory.database, 'PG_VERSION'), '17\n');
    await expect(openDatabase({ dataDir: root, logger })).rejects.toThrow(
      /PostgreSQL 17, this version brings PostgreSQL 18.*lectern backup.*lectern restore.*docs\/backup\.md/,
    );
    expect(readdirSync(root)).toEqual(['postgres']);
  });
});
