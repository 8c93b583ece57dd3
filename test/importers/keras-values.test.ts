import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Tensor, tensor } from '../../src/core/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import type { Network } from '../../src/nn/index.ts';
import { type Executor, onnxRuntimeNode } from '../../src/runtime/index.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'keras');

interface StoredTensor {
  readonly shape: number[];
  readonly data: number[];
}

let engine: Executor;
beforeAll(async () => {
  engine = await onnxRuntimeNode();
});

async function stored(name: string): Promise<{ inputs: StoredTensor[]; outputs: StoredTensor[] }> {
  return JSON.parse(await readFile(join(folder, `${name}.values.json`), 'utf8'));
}

async function run({ graph }: Network, inputs: readonly StoredTensor[]): Promise<Tensor[]> {
  const feeds = graph.inputs.map(({ name }, index) => {
    const { shape, data } = inputs[index]!;
    return [name, tensor('float32', shape, Float32Array.from(data))] as const;
  });
  const executable = await engine.load(graph);
  const results = await executable.run(Object.fromEntries(feeds));
  return graph.outputs.map(({ name }) => results[name]!);
}

/** The largest difference, relative where numbers are above 1; NaN where one is. */
function difference(actual: Tensor, expected: StoredTensor): number {
  let largest = 0;
  expected.data.forEach((value, index) => {
    const error = Math.abs(Number(actual.data[index]) - value) / Math.max(1, Math.abs(value));
    if (!(error <= largest)) largest = error;
  });
  return largest;
}

describe('the outputs of a Keras model', () => {
  it.each([
    ['activations.keras', 'activations'],
    ['images.keras', 'images'],
    ['images-channels-first.keras', 'images-channels-first'],
    ['sequences.keras', 'sequences'],
    ['volumes.keras', 'volumes'],
    ['recurrent.keras', 'recurrent'],
    ['masked.keras', 'masked'],
    ['merging.keras', 'merging'],
    ['nested.keras', 'nested'],
    ['nested.h5', 'nested'],
    ['stack.keras', 'stack'],
    ['stack.h5', 'stack'],
    ['keras2.h5', 'keras2'],
    ['tfjs/model.json', 'keras2'],
    ...[
      'xor-with-relu-output',
      'softmax-of-one-output',
      'sigmoid-on-regression',
      'classes-with-squares',
      'logits-after-softmax',
      'counts',
      'batch-normalised',
      'signal',
      'sequence-lstm',
      'sequence-gru',
      'small-images',
      'diverging',
      'one-number-for-all-steps',
    ].map((name) => [`cases/${name}.keras`, `cases/${name}`] as [string, string]),
  ])('in %s are those of Keras', async (file, values) => {
    const { network } = await openNetwork(join(folder, file));
    const { inputs, outputs } = await stored(values);
    const results = await run(network, inputs);
    const found = results.map((result, index) => ({
      output: network.graph.outputs[index]!.name,
      shape: result.shape,
      isEqual: difference(result, outputs[index]!) < 1e-5 || difference(result, outputs[index]!),
    }));
    const expected = outputs.map(({ shape }, index) => ({
      output: network.graph.outputs[index]!.name,
      shape,
      isEqual: true,
    }));
    expect(found).toEqual(expected);
  });
});
