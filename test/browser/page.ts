/** What the tests run inside the browser; bundled and loaded by a page. Everything that goes in and out is plain data. */
import {
  fit as fitNetwork,
  MemoryDataset,
  type Network,
  openExecutor,
  predict,
  resolveRecipe,
  sequential,
  tensor,
} from '../../src/browser.ts';
import { nchwcDomain } from '../../src/graph/index.ts';
import { allOperators } from '../../src/ops/index.ts';
import { differences } from '../operators/engine-differences.ts';
import { graphWithGradient, sideBySide, titleOf } from '../operators/sample-graphs.ts';
import { type TrainedNumbers, train } from './training-cases.ts';

/** A device and its threads as the tests name them. */
export interface EngineChoice {
  readonly device: 'auto' | 'cpu' | 'webgpu';
  readonly threads?: number;
}

const open = (choice: EngineChoice) => openExecutor({ ...choice, wasmFiles: 'onnxruntime' });

/** What the engine says of itself. */
async function describeEngine(choice: EngineChoice) {
  const { name, target, version, description, fallbackReason } = await open(choice);
  return { name, target, version, description, fallbackReason };
}

/** Trains a case, see `training-cases.ts`. */
async function trainCase(choice: EngineChoice, name: string): Promise<TrainedNumbers> {
  return train(name, await open(choice));
}

/**
 * By operator: what its samples, run side by side, give other than float64 does, or the engine's complaint.
 *
 * @param leftOut titles of samples that are not run
 */
async function checkOperators(choice: EngineChoice, leftOut: readonly string[]): Promise<Record<string, string[]>> {
  const executor = await open(choice);
  const found: Record<string, string[]> = {};
  for (const operator of allOperators.filter(({ domain }) => domain !== nchwcDomain)) {
    const samples = operator.samples.map(
      (sample) => [titleOf(operator, sample), graphWithGradient(operator, sample)] as const,
    );
    const graphs = new Map(samples.filter(([title]) => !leftOut.includes(title)));
    found[operator.opType] = await differences(executor, sideBySide(graphs)).catch((error: unknown) => [String(error)]);
  }
  return found;
}

/** Trains on WebGPU, destroys the device after some steps, and tells how that ended and what comes after it. */
async function loseDevice(after: number) {
  const devices: GPUDevice[] = [];
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...options) {
    const device = await requestDevice.apply(this, options);
    devices.push(device);
    return device;
  };
  const executor = await open({ device: 'webgpu' });
  const data = {
    source: 'numbers',
    layout: 'features',
    inputs: [
      {
        name: 'x',
        values: tensor(
          'float32',
          [8, 1],
          Float32Array.from({ length: 8 }, (_, i) => i / 8),
        ),
      },
    ],
    target: {
      name: 'y',
      values: tensor(
        'float32',
        [8, 1],
        Float32Array.from({ length: 8 }, (_, i) => i / 4),
      ),
    },
  } as const;
  const kernels: number[] = [];
  const kernelOf = (network: Network) =>
    (network.graph.initializers.get(network.parameters[0]!)!.data as Float32Array)[0]!;
  const { reason, steps, network } = await fitNetwork(sequential([{ layer: 'dense', units: 1 }], { inputShape: [1] }), {
    executor,
    recipe: resolveRecipe({ epochs: 50, batchSize: 4 }),
    loss: 'mse',
    train: new MemoryDataset(data),
    handlers: [
      {
        onStepEnd: (state) => {
          kernels.push(kernelOf(state.network()));
          if (state.step === after) devices[0]!.destroy();
        },
      },
    ],
  });
  const later = await predict(network, new MemoryDataset(data), { executor }).then(String, String);
  const again = await open({ device: 'webgpu' });
  const { data: predictions } = await predict(network, new MemoryDataset(data), { executor: again });
  return {
    reason,
    steps,
    keepsLastStep: kernels.at(-1) === kernelOf(network),
    later,
    devices: devices.length,
    predictions: [...predictions],
    kernel: kernelOf(network),
  };
}

export const pageFunctions = { describeEngine, trainCase, checkOperators, loseDevice };

Object.assign(globalThis, { netwrightTests: pageFunctions });
