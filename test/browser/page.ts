/** What the tests run inside the browser; bundled and loaded by a page. Everything that goes in and out is plain data. */
import { openExecutor } from '../../src/browser.ts';
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

const open = (choice: EngineChoice) => openExecutor({ ...choice, wasmFiles: '../onnxruntime' });

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

export const pageFunctions = { describeEngine, trainCase, checkOperators };

Object.assign(globalThis, { netwrightTests: pageFunctions });
