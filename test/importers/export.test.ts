import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../src/data/index.ts';
import { exportNetwork, loadStateDict, openNetwork } from '../../src/importers/index.ts';
import { type Network, withInitializers } from '../../src/nn/index.ts';
import { readSafetensors } from '../../src/records/index.ts';
import { openExecutor } from '../../src/runtime/index.ts';
import { predict, resolveRecipe, fit as train } from '../../src/train/index.ts';
import { type ExportCase, exportCases, sampleCount } from '../fixtures/export/networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-export-'));
const fixtures = join(import.meta.dirname, '../fixtures/export');
const executor = await openExecutor();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The stored file of that name; with UPDATE_EXPORTS it becomes what is exported now. */
function stored(name: string, bytes: Uint8Array): Uint8Array {
  const path = join(fixtures, name);
  if (process.env.UPDATE_EXPORTS !== undefined) writeFileSync(path, bytes);
  return readFileSync(path);
}

/** What Python's onnxruntime computed; see check.py. */
function computedByPython(name: string, { inputShape, inputs }: ExportCase): Record<string, number[][]> {
  const path = join(fixtures, `${name}.json`);
  if (!existsSync(path)) writeFileSync(path, JSON.stringify({ shape: inputShape, inputs: Array.from(inputs) }));
  const { inputs: given, outputs } = JSON.parse(readFileSync(path, 'utf8'));
  expect(given.map((value: number | null) => value ?? Number.NaN)).toEqual(Array.from(inputs));
  return outputs;
}

async function runFile(bytes: Uint8Array, { inputShape, inputs }: ExportCase): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(bytes);
  const results = await session.run({ input: new Tensor('float32', inputs, [sampleCount, ...inputShape]) });
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float32Array)]),
  );
}

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs(found[index]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
}

function datasetOf(
  { inputShape, inputs }: ExportCase,
  target?: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
): MemoryDataset {
  const values = { dtype: 'float32' as const, shape: [sampleCount, ...inputShape], data: inputs };
  const targets =
    target instanceof BigInt64Array
      ? { dtype: 'int64' as const, shape: [sampleCount], data: target }
      : { dtype: 'float32' as const, shape: [sampleCount, 1], data: target! };
  return new MemoryDataset({
    source: 'samples',
    layout: 'features',
    inputs: [{ name: 'input', values }],
    ...(target === undefined ? {} : { target: { name: 'y', values: targets } }),
  });
}

async function predictions(network: Network, example: ExportCase): Promise<number[]> {
  return Array.from((await predict(network, datasetOf(example), { executor })).data);
}

async function reopen(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return openNetwork(path);
}

describe.each(Object.keys(exportCases))('the exported %s', (name) => {
  const example = exportCases[name]!();
  const { source } = example;

  it('is the stored file, byte by byte', async () => {
    const { bytes } = await exportNetwork(source, 'onnx', { version: '0.0.0' });
    const { bytes: folded } = await exportNetwork(source, 'onnx', { version: '0.0.0', foldBatchNorm: true });
    const { bytes: weights } = await exportNetwork(source, 'safetensors', { version: '0.0.0' });
    expect(Buffer.from(bytes).equals(stored(`${name}.onnx`, bytes))).toBe(true);
    expect(Buffer.from(folded).equals(stored(`${name}-folded.onnx`, folded))).toBe(true);
    expect(Buffer.from(weights).equals(stored(`${name}.safetensors`, weights))).toBe(true);
  });

  it('gives the numbers that Python computed, run by ONNX Runtime alone and by netwright', async () => {
    const expected = computedByPython(name, example);
    for (const foldBatchNorm of [false, true]) {
      const { bytes } = await exportNetwork(source, 'onnx', { foldBatchNorm });
      const outputs = await runFile(bytes, example);
      expect(Object.keys(outputs)).toEqual(Object.keys(expected));
      for (const [output, values] of Object.entries(expected)) expectClose(outputs[output]!, values.flat());
    }
    expectClose(await predictions(source.network, example), expected.output!.flat());
  });

  it('is opened again with the same predictions, the same description and exports to the same bytes', async () => {
    const { bytes } = await exportNetwork(source, 'onnx');
    const opened = await reopen(`${name}.onnx`, bytes);
    expect(opened.format).toBe('netwright');
    expect(opened.data).toEqual(source.data);
    expect(await predictions(opened.network, example)).toEqual(await predictions(source.network, example));
    expect((await exportNetwork(opened, 'onnx')).bytes).toEqual(bytes);
  });

  it.each([false, true])('can be trained further, also with batch normalisations folded: %s', async (foldBatchNorm) => {
    const { bytes } = await exportNetwork(source, 'onnx', { foldBatchNorm });
    const { network } = await reopen(`${name}-trained.onnx`, bytes);
    expect(network.graph.nodes.some(({ opType }) => opType === 'BatchNormalization')).toBe(!foldBatchNorm);
    const isNumbers = source.data!.task === 'numbers';
    const target = isNumbers ? Float32Array.of(100, 200, 300, 400, 500) : BigInt64Array.of(0n, 1n, 2n, 1n, 0n);
    const whole = { ...example, inputs: example.inputs.map((value) => (Number.isNaN(value) ? 0 : value)) };
    const recipe = resolveRecipe({ epochs: 30, batchSize: 5, learningRate: 0.01 });
    const data = datasetOf(whole, target);
    const run = await train(network, { executor, recipe, loss: source.data!.loss, train: data });
    expect(run.history.at(-1)!.loss).toBeLessThan(0.5 * run.history[0]!.loss);
  });

  it('has its weights in safetensors under their names in the network', async () => {
    const { bytes } = await exportNetwork(source, 'safetensors', { version: '1.2.3' });
    const { tensors, metadata } = readSafetensors(bytes, 'weights');
    const { graph, parameters } = source.network;
    expect(metadata.get('netwright')).toBe('1.2.3');
    for (const parameter of parameters) expect(tensors.get(parameter)).toEqual(graph.initializers.get(parameter));
    const statistics = [...tensors.keys()].filter((key) => !parameters.includes(key));
    expect(statistics).toEqual(['batch_norm_1/running_mean', 'batch_norm_1/running_variance']);
  });

  it.each(['netwright', 'pytorch'] as const)(
    'gets its weights back from a file with the names of %s',
    async (naming) => {
      const { bytes } = await exportNetwork(source, 'safetensors', { naming });
      const { network } = source;
      const zeros = [...readSafetensors((await exportNetwork(source, 'safetensors')).bytes, 'weights').tensors].map(
        ([key, tensor]) => [key, { ...tensor, data: tensor.data.map(() => 0 as never) }] as const,
      );
      const emptied = withInitializers(network, new Map(zeros) as never);
      const { network: loaded, report } = loadStateDict(emptied, readSafetensors(bytes, 'weights').tensors);
      expect(report).toMatchObject({ missing: [], leftOver: [], contradictions: [] });
      expect(loaded.graph.initializers).toEqual(network.graph.initializers);
    },
  );
});
