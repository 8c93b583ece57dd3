import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileTrainingStep } from '../../src/compile/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import { eliminateDeadNodes } from '../../src/passes/index.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'keras');

it.each(['activations', 'images', 'sequences', 'volumes', 'recurrent', 'masked', 'merging', 'nested', 'stack'])(
  'every layer of %s.keras that has weights trains',
  async (name) => {
    const { network } = await openNetwork(join(fixtures, `${name}.keras`));
    const failures = network.graph.outputs.flatMap((output) => {
      const { graph } = eliminateDeadNodes({ ...network.graph, outputs: [output] }, new Set());
      const inputs = graph.inputs.filter((input) => graph.nodes.some((node) => node.inputs.includes(input.name)));
      const parameters = network.parameters.filter((parameter) => graph.initializers.has(parameter));
      if (parameters.length === 0) return [];
      const layers = network.layers.filter((layer) => graph.types.has(layer.output));
      const part = { graph: { ...graph, inputs }, parameters, layers };
      try {
        const step = compileTrainingStep(part, { loss: 'mse', batchSize: 2, target: 'onnxruntime-node' });
        expect(step.gradientOutputs.length).toBeGreaterThan(0);
        return [];
      } catch (error) {
        return [`${output.name}: ${String(error)}`];
      }
    });
    expect(failures).toEqual([]);
  },
);
