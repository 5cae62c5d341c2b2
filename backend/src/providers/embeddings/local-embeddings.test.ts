import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEmbeddingsContract } from './embeddings.contract.ts';
import type { Embedder } from './embeddings.port.ts';
import { createLocalEmbedder } from './local-embeddings.ts';
import { describeLocalModel } from './local-model-files.ts';

const STAND_IN = new URL('./stand-in-model.fixture.process.ts', import.meta.url);
/** Directory of a real model with its library beside it; CI has none. */
const { LECTERN_TEST_LOCAL_MODEL: realModel } = process.env;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-model-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Makes a directory as of a model. */
const modelDirectory = (name: string, files: Readonly<Record<string, string>> = {}): string => {
  const directory = join(root, name);
  const whole = { 'onnx/model_quantized.onnx': `weights of ${name}`, ...files };
  for (const [path, content] of Object.entries(whole)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
};

describeEmbeddingsContract('a model in a process of its own', async () => {
  const embedder = await createLocalEmbedder({
    directory: modelDirectory('stand-in'),
    dimensions: 64,
    module: STAND_IN,
  });
  return { embedder, close: () => embedder.close() };
});

describe.skipIf(realModel === undefined)('with LECTERN_TEST_LOCAL_MODEL', () => {
  describeEmbeddingsContract('a real model', async () => {
    const embedder = await createLocalEmbedder({ directory: realModel ?? '', dimensions: 384 });
    return { embedder, close: () => embedder.close() };
  });
});

describe('a local model', () => {
  const signal = new AbortController().signal;
  const passage = (embedder: Embedder, ...texts: string[]) => embedder.embed(texts, { purpose: 'passage', signal });

  it('tells what to install where its library is missing', async () => {
    const embedder = await createLocalEmbedder({ directory: modelDirectory('no-library'), dimensions: 64 });
    for (const attempt of [() => embedder.warm(), () => passage(embedder, 'one')]) {
      await expect(attempt()).rejects.toMatchObject({
        kind: 'not_installed',
        message: expect.stringContaining('npm install @huggingface/transformers'),
      });
    }
    await embedder.close();
  });

  it.each(['nowhere', 'broken'])('tells which files a directory must have: %s', async (name) => {
    const directory = name === 'broken' ? modelDirectory(name) : join(root, name);
    const embedder = await createLocalEmbedder({ directory, dimensions: 64, module: STAND_IN });
    await expect(embedder.warm()).rejects.toMatchObject({
      kind: 'not_installed',
      message: expect.stringContaining('EMBEDDING_MODEL must be a directory'),
    });
    await embedder.close();
  });

  it('is another model when its weights are others', async () => {
    const [first, again, other] = await Promise.all([
      describeLocalModel(modelDirectory('weights')),
      describeLocalModel(modelDirectory('weights')),
      describeLocalModel(modelDirectory('weights-2', { 'onnx/model_quantized.onnx': 'others' })),
    ]);
    expect(first.name).toMatch(/^weights@[0-9a-f]{12}$/);
    expect(again.name).toBe(first.name);
    expect(other.name.split('@')[1]).not.toBe(first.name.split('@')[1]);
  });

  it('reads from its files how the model wants to be used', async () => {
    const files = {
      '1_Pooling/config.json': '{"pooling_mode_cls_token": true}',
      'config_sentence_transformers.json': '{"prompts": {"query": "query: ", "document": "passage: "}}',
    };
    expect(await describeLocalModel(modelDirectory('e5', files))).toMatchObject({
      dtype: 'q8',
      pooling: 'cls',
      prefixes: { query: 'query: ', passage: 'passage: ' },
    });
    expect(await describeLocalModel(modelDirectory('odd', { '1_Pooling/config.json': '{' }))).toMatchObject({
      pooling: 'mean',
      prefixes: { query: '', passage: '' },
    });
  });

  it('gives a question its turn before the passages that wait', async () => {
    const embedder = await createLocalEmbedder({
      directory: modelDirectory('turns'),
      dimensions: 64,
      module: STAND_IN,
    });
    await embedder.warm();
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      passage(embedder, 'first').then(note('first')),
      passage(embedder, 'second').then(note('second')),
      embedder.embed(['asked'], { purpose: 'query', signal }).then(note('asked')),
    ]);
    expect(order).toEqual(['first', 'asked', 'second']);
    await embedder.close();
  });

  it('outlives a process that ends', async () => {
    const embedder = await createLocalEmbedder({
      directory: modelDirectory('crash'),
      dimensions: 64,
      module: STAND_IN,
    });
    const waiting = [passage(embedder, 'crash'), passage(embedder, 'waits')];
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await passage(embedder, 'one')).vectors).toHaveLength(1);
    await expect(passage(embedder, 'fail')).rejects.toMatchObject({ kind: 'broken' });
    await embedder.close();
  });

  it('says so when its vectors have another length than the settings', async () => {
    const embedder = await createLocalEmbedder({
      directory: modelDirectory('long'),
      dimensions: 384,
      module: STAND_IN,
    });
    await expect(passage(embedder, 'one', 'two')).rejects.toMatchObject({ kind: 'wrong_dimensions' });
    await embedder.close();
  });
});
