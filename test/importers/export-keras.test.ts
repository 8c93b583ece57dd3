import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryDataset, ZipArchive } from '../../src/data/index.ts';
import { exportNetwork, openNetwork } from '../../src/importers/index.ts';
import { compose, type Network } from '../../src/nn/index.ts';
import { openExecutor } from '../../src/runtime/index.ts';
import { predict } from '../../src/train/index.ts';
import { type ExportCase, kerasCases, sampleCount } from '../fixtures/export/networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-keras-'));
const fixtures = join(import.meta.dirname, '../fixtures/export');
const executor = await openExecutor();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function predictions(network: Network, { inputShape, inputs }: ExportCase): Promise<number[]> {
  const [input] = network.graph.inputs;
  const shape = [sampleCount, ...inputShape];
  const isWhole = input!.dtype === 'int64';
  const values = isWhole
    ? { dtype: 'int64' as const, shape, data: BigInt64Array.from(inputs, (value) => BigInt(value)) }
    : { dtype: 'float32' as const, shape, data: inputs };
  const data = new MemoryDataset({ source: 'samples', layout: 'features', inputs: [{ name: input!.name, values }] });
  return Array.from((await predict(network, data, { executor })).data);
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs(found[index]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
}

/** The stored file of that name; with UPDATE_EXPORTS it becomes what is exported now. */
function storedFile(name: string, bytes: Uint8Array, { inputShape, inputs }: ExportCase): string {
  const path = join(fixtures, `${name}.keras`);
  const samples = join(fixtures, `${name}-keras.json`);
  if (process.env.UPDATE_EXPORTS !== undefined) {
    writeFileSync(path, bytes);
    if (!existsSync(samples)) writeFileSync(samples, JSON.stringify({ shape: inputShape, inputs: Array.from(inputs) }));
  }
  return path;
}

async function configOf(path: string): Promise<unknown> {
  const archive = await ZipArchive.open(path);
  return JSON.parse(new TextDecoder().decode(await archive.read('config.json')));
}

describe.each(Object.keys(kerasCases))('the Keras model of %s', (name) => {
  const example = kerasCases[name]!();
  const { source } = example;

  it('is the stored one, of which Keras computed the same numbers', async () => {
    const { bytes } = await exportNetwork(source, 'keras');
    const stored = storedFile(name, bytes, example);
    const path = join(folder, `${name}.keras`);
    writeFileSync(path, bytes);
    expect(await configOf(path)).toEqual(await configOf(stored));
    const { outputs } = JSON.parse(readFileSync(join(fixtures, `${name}-keras.json`), 'utf8'));
    expectClose(await predictions(source.network, example), outputs);
  });
});

// The preparation of `regression` becomes operations of Keras that netwright writes but does not read.
describe.each(Object.keys(kerasCases).filter((name) => name !== 'regression'))('the Keras model of %s', (name) => {
  const example = kerasCases[name]!();
  const { source } = example;

  it('is opened again with the same predictions', async () => {
    const path = join(folder, `${name}-again.keras`);
    writeFileSync(path, (await exportNetwork(source, 'keras')).bytes);
    const opened = await openNetwork(path);
    const expected = await predictions(source.network, example);
    expectClose(await predictions(opened.network, example), expected);
    if (!['classifier', 'volumes'].includes(name)) return;
    writeFileSync(path, (await exportNetwork(opened, 'keras')).bytes);
    expectClose(await predictions((await openNetwork(path)).network, example), expected);
  });
});

describe('a network exported to Keras', () => {
  it('brings loss, optimizer and learning rate along', async () => {
    const { source } = kerasCases.classifier!();
    const path = join(folder, 'compiled.keras');
    const recipe = { optimizer: 'sgd', learningRate: 0.25 } as const;
    writeFileSync(path, (await exportNetwork({ ...source, recipe }, 'keras')).bytes);
    const opened = await openNetwork(path);
    expect(opened.recipe).toMatchObject({
      loss: { name: 'crossEntropy' },
      optimizer: { name: 'sgd', learningRate: 0.25 },
    });
    writeFileSync(path, (await exportNetwork(opened, 'keras')).bytes);
    expect((await openNetwork(path)).recipe).toEqual(opened.recipe);
  });

  it('keeps what is frozen frozen', async () => {
    const path = join(folder, 'frozen.keras');
    writeFileSync(path, (await exportNetwork(kerasCases.attention!().source, 'keras')).bytes);
    const { parameters } = (await openNetwork(path)).network;
    expect(parameters.some((parameter) => parameter.startsWith('multi_head_attention_1/'))).toBe(false);
    expect(parameters.some((parameter) => parameter.startsWith('multi_head_attention_2/'))).toBe(true);
  });

  it('says which layer Keras has no counterpart of', async () => {
    const network = compose([{ layer: 'upsample2d', interpolation: 'bicubic', name: 'enlarge' }], {
      inputs: { input: { shape: [3, 4, 4] } },
    });
    await expect(exportNetwork({ network, recipe: {}, data: undefined }, 'keras')).rejects.toThrow(
      /^Resize node 'enlarge\/Resize' of layer 'enlarge': Keras has no counterpart of a Resize of mode cubic, .*Export it to ONNX$/,
    );
  });
});
