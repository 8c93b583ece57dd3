import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ConcreteShape, elementCount, fromNumbers } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import type { Network } from '../../src/nn/index.ts';
import { optimizerOptions } from '../../src/optim/index.ts';
import { openExecutor } from '../../src/runtime/index.ts';
import { predict, TrainingEngine } from '../../src/train/index.ts';

interface Sample {
  readonly norm: number;
  readonly step: number;
  readonly values: readonly number[];
}

interface Expected {
  readonly inputShape: ConcreteShape;
  readonly dtype: 'float32' | 'int64';
  readonly outputShape: ConcreteShape;
  readonly output: readonly number[];
  readonly outputAfterTrace: readonly number[];
  readonly gradients: Readonly<Record<string, Sample>>;
  readonly losses: readonly number[];
  readonly trained: Readonly<Record<string, Sample>>;
}

const folder = new URL('../fixtures/onnx-pytorch/', import.meta.url);
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'));
/** How files were exported; `open` ones leave the length of the text open too. */
const styles = ['script', 'program', 'open-script', 'open-program'] as const;
const files = new Set(readdirSync(folder));
const cases = Object.keys(expected).flatMap((name) =>
  styles.flatMap((style) => (files.has(`${name}-${style}.onnx`) ? [[name, style] as const] : [])),
);

describe.each(cases)('%s as the exporter of style %s writes it', (name, style) => {
  const stored = expected[name]!;
  const path = fileURLToPath(new URL(`${name}-${style}.onnx`, folder));
  const opened = openNetwork(path, { dataInputs: datasetOf(stored).inputs });

  it("has PyTorch's parameters under their names, and an open batch", async () => {
    const { network } = await opened;
    expect([...network.parameters].sort()).toEqual(Object.keys(stored.gradients).sort());
    expect(network.graph.inputs.map(({ shape }) => shape[0])).toEqual(['batch']);
  });

  it('computes what PyTorch computes', async () => {
    const { network } = await opened;
    const executor = await openExecutor({ engine: 'onnxruntime-node' });
    const { shape, data } = await predict(network, datasetOf(stored), { executor });
    expect(shape).toEqual(stored.outputShape);
    // The older exporter runs the network in training mode before it writes the running statistics.
    const outputs = style === 'script' ? stored.outputAfterTrace : stored.output;
    const worst = outputs.reduce((most, y, i) => Math.max(most, Math.abs(y - data[i]!) / Math.max(1, Math.abs(y))), 0);
    expect(worst).toBeLessThan(1e-4);
  });

  it("has PyTorch's gradients", async () => {
    const { network } = await opened;
    // A step of gradient descent subtracts them; a large rate keeps their digits.
    const rate = 1024;
    const { trained } = await train(network, stored, { name: 'sgd' }, rate, 1);
    const largest = Math.max(...Object.values(stored.gradients).map(({ norm }) => norm));
    for (const [parameter, gradient] of Object.entries(stored.gradients)) {
      const before = network.graph.initializers.get(parameter)!.data as Float32Array;
      const after = trained.graph.initializers.get(parameter)!.data as Float32Array;
      const ours = Float64Array.from(before, (number, i) => (number - after[i]!) / rate);
      const scale = Math.max(gradient.norm, 1e-3 * largest);
      expect({ parameter, error: roundedError(ours, gradient, scale) }).toEqual({ parameter, error: 0 });
    }
  });

  it('is where PyTorch is after three steps of Adam', async () => {
    const { network } = await opened;
    const { losses, trained } = await train(network, stored, { name: 'adam' }, 0.01, 3);
    losses.forEach((loss, step) => {
      expect(Math.abs(loss / stored.losses[step]! - 1)).toBeLessThan(1e-3);
    });
    const largest = Math.max(...Object.values(stored.gradients).map(({ norm }) => norm));
    for (const [parameter, { step, values }] of Object.entries(stored.trained)) {
      const ours = trained.graph.initializers.get(parameter)!.data as Float32Array;
      // Adam makes whole steps of gradients that are zero but for rounding, such as those of the keys' biases.
      const compared = values.filter((_, i) => Math.abs(stored.gradients[parameter]!.values[i]!) > 1e-5 * largest);
      const worst = values.reduce(
        (most, value, i) => (compared.includes(value) ? Math.max(most, Math.abs(value - ours[i * step]!)) : most),
        0,
      );
      expect({ parameter, isClose: worst < 1e-3 }).toEqual({ parameter, isClose: true });
    }
  });
});

/** The largest difference relative to `scale`, 0 where it is below 1e-3. */
function roundedError(ours: Float64Array, { norm, step, values }: Sample, scale: number): number {
  const differences = values.map((value, index) => Math.abs(value - ours[index * step]!));
  const worst = Math.max(
    Math.abs(Math.hypot(...ours) - norm) / Math.max(norm, scale),
    ...differences.map((x) => x / scale),
  );
  return worst < 1e-3 ? 0 : worst;
}

async function train(
  network: Network,
  stored: Expected,
  optimizer: { readonly name: 'adam' | 'sgd' },
  learningRate: number,
  steps: number,
): Promise<{ losses: number[]; trained: Network }> {
  const executor = await openExecutor({ engine: 'onnxruntime-node' });
  const options = optimizerOptions.parse({ ...optimizer, learningRate });
  const engine = new TrainingEngine(network, { executor, loss: 'mse', optimizer: options, seed: 0 });
  await engine.load(
    datasetOf(stored),
    Uint32Array.from({ length: stored.inputShape[0]! }, (_, index) => index),
  );
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) losses.push((await engine.step(step, learningRate)).loss);
  const trained = engine.network();
  await engine.release();
  return { losses, trained };
}

function datasetOf({ inputShape, dtype, outputShape }: Expected): MemoryDataset {
  const x = numbers(elementCount(inputShape), 7);
  const tokens = x.map((value) => Math.trunc((value + 1) * 5.499));
  return new MemoryDataset({
    source: 'numbers',
    layout: 'unknown',
    inputs: [{ name: 'x', values: fromNumbers(dtype, inputShape, dtype === 'int64' ? tokens : x) }],
    target: { name: 'y', values: fromNumbers('float32', outputShape, numbers(elementCount(outputShape), 99)) },
  });
}

/** The numbers from −1 to 1 of networks.py. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
}
