import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createModel, decodeModel, encodeModel, printGraph } from '../../src/graph/index.ts';
import { type ImportedModel, openNetwork } from '../../src/importers/index.ts';
import { networkFromModel, networkMetadata } from '../../src/nn/index.ts';
import { catalogue } from '../../src/ops/index.ts';

const pathOf = (file: string) => fileURLToPath(new URL(`../fixtures/onnx-pytorch/${file}.onnx`, import.meta.url));
const open = (file: string): Promise<ImportedModel> => openNetwork(pathOf(file));
const notesOf = async (file: string, severity: 'info' | 'warning') =>
  (await open(file)).notes.filter((note) => note.severity === severity).map(({ message }) => message);

describe('the notes on an exported file', () => {
  it.each(['vgg-folded-script', 'vgg-folded-program'])(
    'say that batch normalisation was folded, and how to export instead: %s',
    async (file) => {
      const [message] = await notesOf(file, 'warning');
      expect(message).toMatch(/Batch normalisation was folded into 6 convolutions \(features\./);
      expect(message).toContain('dynamo=True, optimize=False');
      expect(message).toContain('training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False');
    },
  );

  it.each(
    ['vgg', 'resnet18', 'mobilenet', 'unet', 'lenet', 'gpt', 'lstm', 'mlp'].flatMap((name) => [
      `${name}-script`,
      `${name}-program`,
    ]),
  )('warn of nothing where all is trainable: %s', async (file) => {
    expect(await notesOf(file, 'warning')).toEqual([]);
  });

  it('tell that the trace moved the statistics of fresh normalisations, which --reinitialize sets back', async () => {
    expect(await notesOf('vgg-script', 'info')).toEqual([
      expect.stringMatching(/untrained, but their running statistics/),
    ]);
    const { network, reinitialize } = await open('vgg-script');
    const { initializers } = reinitialize(3).graph;
    expect(network.graph.initializers.get('features.1.running_var')?.data).not.toEqual(new Float32Array(4).fill(1));
    expect(initializers.get('features.1.running_var')?.data).toEqual(new Float32Array(4).fill(1));
    expect(initializers.get('features.1.running_mean')?.data).toEqual(new Float32Array(4));
  });

  it('tell of weights that were transposed, under the names of their layers', async () => {
    expect(await notesOf('mlp-folded-script', 'info')).toContainEqual(
      expect.stringMatching(
        /transposed 1 weight .*: layers\.2\.weight|transposed 1 weight .*they are called layers\.2\.weight again/,
      ),
    );
  });

  it('name tensors of modules that are trained though no operator shows that they are parameters', async () => {
    expect(await notesOf('transformer-program', 'info')).toContainEqual(expect.stringMatching(/^position is trained/));
  });
});

describe('a file for one batch size', () => {
  it.each(['lenet-one-script', 'lenet-one-program', 'mlp-folded-script', 'vgg-folded-script', 'vgg-folded-program'])(
    'becomes one for any: %s',
    async (file) => {
      const { network, notes } = await open(file);
      expect(network.graph.inputs[0]!.shape[0]).toBe('batch');
      expect(network.graph.outputs[0]!.shape[0]).toBe('batch');
      expect(notes.map(({ message }) => message).join()).toMatch(/the batch size was made open/);
    },
  );
});

describe('fresh weights', () => {
  it('are drawn as PyTorch draws them', async () => {
    const { reinitialize, network } = await open('mlp-program');
    const { data } = reinitialize(1).graph.initializers.get('layers.0.weight')!;
    const bound = 1 / Math.sqrt(6);
    const sizes = Array.from(data as Float32Array, Math.abs);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(bound);
    expect(Math.max(...sizes)).toBeGreaterThan(0.9 * bound);
    expect(data).not.toEqual(network.graph.initializers.get('layers.0.weight')!.data);
    expect(reinitialize(1).graph.initializers.get('layers.0.weight')!.data).toEqual(data);
  });
});

describe('a round trip', () => {
  it.each(['vgg-script', 'transformer-program', 'lstm-script', 'gpt-program'])(
    'through a file of our own gives the same graph: %s',
    async (file) => {
      const { network } = await open(file);
      const bytes = encodeModel(createModel(network.graph, Object.fromEntries(networkMetadata(network))));
      const again = networkFromModel(decodeModel(bytes, catalogue))!;
      expect(printGraph(again.graph)).toBe(printGraph(network.graph));
      expect(again.parameters).toEqual(network.parameters);
      expect(again.graph.initializers).toEqual(network.graph.initializers);
    },
  );

  it('leaves the graph of a file as it is the second time that it is imported', async () => {
    const { graph } = decodeModel(readFileSync(pathOf('vgg-program')), catalogue);
    const again = decodeModel(encodeModel(createModel(graph)), catalogue).graph;
    expect(printGraph(again)).toBe(printGraph(graph));
  });
});
