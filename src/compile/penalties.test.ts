import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import type { Model } from '../graph/index.ts';
import { type Network, networkFromModel, networkMetadata, regularized, sequential } from '../nn/index.ts';
import { evaluate, toReference } from '../ops/index.ts';
import { compileEvaluationStep } from './evaluation-step.ts';
import { compileTrainingStep } from './training-step.ts';

const target = 'reference';

/** Loss and gradients of both steps on two samples, the weights being 1, −2 and the bias 3. */
function run(network: ReturnType<typeof sequential>, target: 'reference' | 'onnxruntime-node' = 'reference') {
  const options = { loss: 'mse', batchSize: 2, target } as const;
  const [training, evaluation] = [compileTrainingStep(network, options), compileEvaluationStep(network, options)];
  const values = { input: [1, 0, 0, 1], target: [0, 0], parameters: [1, -2, 3] };
  const shapes = { input: [2, 2], target: [2, 1], parameters: [3] };
  const feeds = Object.fromEntries(
    Object.entries(values).map(([name, numbers]) => [
      name,
      toReference(fromNumbers('float32', shapes[name as keyof typeof shapes], numbers)),
    ]),
  );
  const results = evaluate(training.graph, feeds);
  return {
    loss: results[training.loss]!.data[0]!,
    gradients: [...results[training.gradientOutputs[0]!.name]!.data],
    evaluated: evaluate(evaluation.graph, feeds)[evaluation.loss!]!.data[0]!,
  };
}

const modelOf = (network: Network): Model => ({
  graph: network.graph,
  irVersion: 10,
  opsetImports: new Map(),
  producerName: '',
  producerVersion: '',
  metadata: networkMetadata(network),
});

describe('penalties', () => {
  // The outputs are 4 and 1: a loss of 8.5, with the gradients 4, 1 and 5.
  const plain = sequential([{ layer: 'dense', units: 1 }], { inputShape: [2] });

  it('of weights are added to the loss in training and in evaluation, and to the gradients', () => {
    const network = sequential(
      [{ layer: 'dense', units: 1, kernelRegularizer: { l1: 0.5, l2: 0.25 }, biasRegularizer: { l2: 1 } }],
      { inputShape: [2] },
    );
    const { loss, gradients, evaluated } = run(network);
    expect(loss).toBeCloseTo(8.5 + 0.5 * 3 + 0.25 * 5 + 9, 10);
    expect(evaluated).toBeCloseTo(loss, 10);
    expect(gradients).toEqual([4 + 0.5 + 0.5, 1 - 0.5 - 1, 5 + 6]);
  });

  it('of activations are divided by the number of samples', () => {
    const network = sequential([{ layer: 'dense', units: 1, activityRegularizer: { l2: 0.5 } }], { inputShape: [2] });
    const { loss, gradients, evaluated } = run(network);
    expect(loss).toBeCloseTo(8.5 + (0.5 * 17) / 2, 10);
    expect(evaluated).toBeCloseTo(loss, 10);
    expect(gradients).toEqual([6, 1.5, 7.5]);
  });

  it('of all weights leave out biases, and what has a penalty already', () => {
    expect(regularized(plain, { l2: 0.5 }).regularization?.parameters).toEqual({ 'dense_1/kernel': { l2: 0.5 } });
    expect(run(regularized(plain, { l2: 0.5 })).loss).toBeCloseTo(8.5 + 2.5, 10);
    const own = regularized(regularized(plain, { l1: 1 }), { l2: 0.5 });
    expect(own.regularization?.parameters).toEqual({ 'dense_1/kernel': { l1: 1 } });
    expect(run(plain, target).loss).toBeCloseTo(8.5, 10);
  });

  it('and constraints are kept in the metadata of a model', () => {
    const network: Network = {
      ...regularized(plain, { l2: 0.5 }),
      constraints: { 'dense_1/kernel': { name: 'maxNorm', limit: 3, axes: [0] } },
    };
    const read = networkFromModel(modelOf(network))!;
    expect(read.regularization).toEqual(network.regularization);
    expect(read.constraints).toEqual(network.constraints);
  });

  it('of what the model lacks are refused', () => {
    const network = { ...plain, regularization: { parameters: { kernel: { l2: 1 } }, activations: {} } };
    expect(() => networkFromModel(modelOf(network))).toThrow("regularizes 'kernel', which the model lacks");
  });
});
