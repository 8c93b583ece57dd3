import { beforeAll, describe, expect, it } from 'vitest';
import { type Tensor, tensor } from '../../src/core/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import type { Network } from '../../src/nn/index.ts';
import { type Executor, onnxRuntimeNode } from '../../src/runtime/index.ts';
import { kerasModels, largestDifference, type StoredTensor } from './keras-models.ts';

let engine: Executor;
beforeAll(async () => {
  engine = await onnxRuntimeNode();
});

async function run({ graph }: Network, inputs: readonly StoredTensor[]): Promise<Tensor[]> {
  const feeds = graph.inputs.map(({ name }, index) => {
    const { shape, data } = inputs[index]!;
    return [name, tensor('float32', shape, Float32Array.from(data))] as const;
  });
  const executable = await engine.load(graph);
  const results = await executable.run(Object.fromEntries(feeds));
  return graph.outputs.map(({ name }) => results[name]!);
}

describe('the outputs of a Keras model', () => {
  it.each(kerasModels)('in $file are those of Keras', async ({ path, values }) => {
    const { network } = await openNetwork(path);
    const { inputs, outputs } = values();
    const results = await run(network, inputs);
    const found = results.map((result, index) => {
      const difference = largestDifference(result.data, outputs[index]!);
      return {
        output: network.graph.outputs[index]!.name,
        shape: result.shape,
        isEqual: difference < 1e-5 || difference,
      };
    });
    const expected = outputs.map(({ shape }, index) => ({
      output: network.graph.outputs[index]!.name,
      shape,
      isEqual: true,
    }));
    expect(found).toEqual(expected);
  });
});
