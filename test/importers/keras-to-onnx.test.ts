import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { exportNetwork, openNetwork } from '../../src/importers/index.ts';
import { kerasModels, largestDifference } from './keras-models.ts';

it.each(kerasModels)(
  '$file, exported to ONNX, gives the outputs of Keras in ONNX Runtime alone',
  async ({ path, values }) => {
    const { bytes } = await exportNetwork(await openNetwork(path), 'onnx', { version: '0.0.0' });
    const session = await InferenceSession.create(bytes);
    const { inputs, outputs } = values();
    const feeds = session.inputNames.map((name, index) => {
      const { shape, data } = inputs[index]!;
      return [name, new Tensor('float32', Float32Array.from(data), shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    outputs.forEach((expected, index) => {
      const found = results[session.outputNames[index]!]!;
      expect(found.dims).toEqual(expected.shape);
      expect(largestDifference(found.data as Float32Array, expected)).toBeLessThan(1e-5);
    });
  },
);
