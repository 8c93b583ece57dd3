import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fromNumbers, type Tensor, toFloat64 } from '../../src/core/index.ts';
import { loadStateDict, loadWeights, openNetwork } from '../../src/importers/index.ts';
import { compose, networkOutput, sequential } from '../../src/nn/index.ts';
import { evaluate } from '../../src/ops/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/records/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (file: string) => fileURLToPath(new URL(`../fixtures/onnx-pytorch/${file}`, import.meta.url));
const tensorsOf = (file: string) => readSafetensors(readFileSync(pathOf(file)), file).tensors;

describe('a state dict', () => {
  it("of PyTorch, loaded into a network of our own layers, gives PyTorch's outputs", () => {
    const network = sequential(
      [
        { layer: 'dense', units: 12, name: 'layers.0' },
        { layer: 'dense', units: 10, bias: false, activation: 'tanh', name: 'layers.2' },
        { layer: 'dense', units: 3, name: 'layers.4' },
      ],
      { inputShape: [6] },
    );
    const { network: loaded, report } = loadStateDict(network, tensorsOf('mlp.safetensors'));
    expect(report).toMatchObject({ missing: [], leftOver: [], contradictions: [] });
    expect(report.loaded.length).toBe(5);
    const stored = JSON.parse(readFileSync(pathOf('expected.json'), 'utf8')).mlp;
    let state = 7;
    const x = Float64Array.from({ length: 24 }, () => {
      state = (state * 16807) % 2147483647;
      return (state / 2147483647) * 2 - 1;
    });
    const outputs = evaluate(loaded.graph, { input: { dtype: 'float32', shape: [4, 6], data: x } });
    outputs[networkOutput(loaded).name]!.data.forEach((y, i) => {
      expect(y).toBeCloseTo(stored.output[i], 5);
    });
  });

  it('is taken into imported networks, whatever wraps its names, whichever way a matrix stands', async () => {
    const wrapped = new Map(
      [...tensorsOf('mlp.safetensors')].map(([name, tensor]) => [`module.model.${name}`, tensor]),
    );
    for (const file of ['mlp-script.onnx', 'mlp-program.onnx', 'mlp-folded-script.onnx']) {
      const { network, reinitialize } = await openNetwork(pathOf(file));
      const { network: loaded, report } = loadStateDict(reinitialize(5), wrapped);
      expect(report).toMatchObject({ missing: [], leftOver: [], contradictions: [] });
      expect(loaded.graph.initializers).toEqual(network.graph.initializers);
    }
  });

  it('brings running statistics, and counters of batches count for nothing', async () => {
    const { network } = await openNetwork(pathOf('vgg-program.onnx'));
    const tensors = new Map<string, Tensor>([
      ['features.1.running_mean', fromNumbers('float64', [4], [1, 2, 3, 4])],
      ['features.1.num_batches_tracked', fromNumbers('int64', [], [7])],
    ]);
    const { network: loaded, report } = loadStateDict(network, tensors);
    expect(toFloat64(loaded.graph.initializers.get('features.1.running_mean')!)).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(report).toMatchObject({ loaded: ['features.1.running_mean'], leftOver: [] });
    expect(report.missing).toContain('features.1.running_var');
  });

  it("turns a convolution's kernel of Keras", () => {
    const network = compose([{ layer: 'conv2d', filters: 3, kernelSize: 2, name: 'conv' }], {
      inputs: { input: { shape: [5, 4, 4] } },
    });
    const kernel = fromNumbers(
      'float32',
      [2, 2, 5, 3],
      Array.from({ length: 60 }, (_, i) => i),
    );
    const { network: loaded, report } = loadStateDict(network, new Map([['conv/kernel:0', kernel]]));
    expect(report.contradictions).toEqual([]);
    const { shape, data } = loaded.graph.initializers.get(report.loaded[0]!)!;
    expect(shape).toEqual([3, 5, 2, 2]);
    // [filter 1, channel 2, row 1, column 0] was [1, 0, 2, 1].
    expect(data[1 * 20 + 2 * 4 + 1 * 2]).toBe(1 * 30 + 2 * 3 + 1);
  });
});

describe('a file of weights', () => {
  const network = sequential([{ layer: 'dense', units: 2, name: 'fc' }], { inputShape: [3] });
  const write = (name: string, tensors: Readonly<Record<string, Tensor>>) => {
    const path = join(folder, name);
    writeFileSync(path, writeSafetensors(new Map(Object.entries(tensors))));
    return path;
  };

  it('says what it has nothing for, and what is left over', async () => {
    const path = write('some.safetensors', {
      'fc.weight': fromNumbers('float32', [2, 3], [1, 2, 3, 4, 5, 6]),
      'head.bias': fromNumbers('float32', [2], [1, 2]),
    });
    const { notes } = await loadWeights(network, path);
    expect(notes.map(({ severity }) => severity)).toEqual(['info', 'warning', 'warning']);
    expect(notes[1]!.message).toContain("'fc/bias'");
    expect(notes[2]!.message).toContain("'head.bias'");
  });

  it('is refused where shapes contradict, where nothing fits, and where it is a pickle', async () => {
    const wrong = write('wrong.safetensors', { 'fc.weight': fromNumbers('float32', [2, 4], new Array(8).fill(0)) });
    await expect(loadWeights(network, wrong)).rejects.toThrow(
      /'fc\.weight' has shape \[2, 4\], the network's 'fc\/\w+' \[3, 2\]/,
    );
    const other = write('other.safetensors', { a: fromNumbers('float32', [1], [0]) });
    await expect(loadWeights(network, other)).rejects.toThrow(/has no tensor under a name of the network: it has 'a'/);
    await expect(loadWeights(network, 'model.pt')).rejects.toThrow(/PyTorch pickle.*safetensors\.torch\.save_file/);
    await expect(openNetwork('model.pth')).rejects.toThrow(/PyTorch pickle.*torch\.onnx\.export/);
  });
});

describe('elements beside the model', () => {
  it('are not read through a link that leads out of the folder', async () => {
    const model = readFileSync(pathOf('mlp-program.onnx'));
    const inside = mkdtempSync(join(folder, 'inside-'));
    writeFileSync(join(folder, 'secret.bin'), model);
    symlinkSync(join(folder, 'secret.bin'), join(inside, 'weights.bin'));
    writeFileSync(join(inside, 'model.onnx'), withExternal('weights.bin'));
    await expect(openNetwork(join(inside, 'model.onnx'))).rejects.toThrow(/link out of the model's folder/);
  });
});

/** The smallest model with one tensor of 4 bytes in another file: y = x · w. */
function withExternal(location: string): Uint8Array {
  const text = (value: string) => [...new TextEncoder().encode(value)];
  const field = (number: number, bytes: readonly number[]) => [(number << 3) | 2, bytes.length, ...bytes];
  const entry = (key: string, value: string) => field(13, [...field(1, text(key)), ...field(2, text(value))]);
  const value = (name: string) => [
    ...field(1, text(name)),
    ...field(2, field(1, [0x08, 1, ...field(2, field(1, [0x08, 1]))])),
  ];
  const tensor = [0x08, 1, 0x10, 1, ...field(8, text('w')), ...entry('location', location), 0x70, 1];
  const node = [...field(1, text('x')), ...field(1, text('w')), ...field(2, text('y')), ...field(4, text('Mul'))];
  const graph = [...field(1, node), ...field(5, tensor), ...field(11, value('x')), ...field(12, value('y'))];
  return Uint8Array.from([0x08, 10, ...field(7, graph), ...field(8, [...field(1, []), 0x10, 21])]);
}
