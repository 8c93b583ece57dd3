import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import { GraphBuilder, verifyGraph } from '../graph/index.ts';
import { catalogue, evaluate, toReference } from '../ops/index.ts';
import { toInferenceForm } from './inference-form.ts';
import { toTrainingForm } from './training-form.ts';

/** Dropout of half, then a batch normalisation that is applied twice. */
function network() {
  const builder = new GraphBuilder(catalogue);
  const x = builder.input('x', 'float32', [4, 2]);
  const parameters = ['scale', 'bias', 'mean', 'variance'].map((name, i) =>
    builder.initializer(name, fromNumbers('float32', [2], i % 2 === 0 ? [0, 0.5] : [1, 2])),
  );
  const dropped = builder.op('Dropout', [x, builder.scalar(0.5)]);
  const once = builder.op('BatchNormalization', [dropped, ...parameters], { momentum: 0.75 });
  builder.output(builder.op('BatchNormalization', [once, ...parameters], { momentum: 0.75 }), 'y');
  return builder.build();
}

const x = toReference(fromNumbers('float32', [4, 2], [1, 2, 3, 4, 5, 6, 7, 9]));
const seed = (number: number) => toReference(fromNumbers('int32', [], [number]));

describe('toTrainingForm', () => {
  it('makes a seed an input, and next running statistics outputs', () => {
    const { graph, randomSeed, stateUpdates } = toTrainingForm(network());
    expect(() => verifyGraph(graph, catalogue)).not.toThrow();
    expect(randomSeed).toBe('random_seed');
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'random_seed']);
    expect([...stateUpdates.keys()]).toEqual(['mean', 'variance']);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['y', ...stateUpdates.values()]);
  });

  it('updates statistics as often as they are used, in order', () => {
    const { graph, stateUpdates } = toTrainingForm(network());
    const [first, second] = graph.nodes.filter(({ opType }) => opType === 'BatchNormalization');
    expect(second!.inputs.slice(3)).toEqual(first!.outputs.slice(1));
    expect([...stateUpdates.values()]).toEqual(second!.outputs.slice(1));
  });

  it('drops the same elements for the same seed, others for another', () => {
    const { graph } = toTrainingForm(network());
    const mask = graph.nodes.find(({ opType }) => opType === 'SeededDropout')!.outputs[1]!;
    const maskUnder = (number: number) => [...evaluate(graph, { x, random_seed: seed(number) }, [mask])[mask]!.data];
    expect(maskUnder(1)).toEqual(maskUnder(1));
    expect(maskUnder(1)).not.toEqual(maskUnder(2));
    expect(new Set(maskUnder(1))).toEqual(new Set([0, 2]));
  });

  it('leaves out dropouts that drop nothing and asks for no seed then', () => {
    const builder = new GraphBuilder(catalogue);
    const input = builder.input('x', 'float32', [2]);
    builder.output(builder.op('Relu', [builder.op('Dropout', [input, builder.scalar(0)])]), 'y');
    const { graph, randomSeed, stateUpdates } = toTrainingForm(builder.build());
    expect(graph.nodes.map(({ opType }) => opType)).not.toContain('Dropout');
    expect(randomSeed).toBeUndefined();
    expect(stateUpdates.size).toBe(0);
  });

  it('names the node whose running statistics the graph computes', () => {
    const builder = new GraphBuilder(catalogue);
    const input = builder.input('x', 'float32', [4, 2]);
    const vector = builder.initializer('vector', fromNumbers('float32', [2], [1, 2]));
    const mean = builder.op('Neg', [vector]);
    builder.output(builder.op('BatchNormalization', [input, vector, vector, mean, vector]), 'y');
    expect(() => toTrainingForm(builder.build())).toThrow(/BatchNormalization node .*'Neg' is computed by the graph/);
  });
});

describe('toInferenceForm', () => {
  it('undoes the training form', () => {
    const before = network();
    const { graph, modified } = toInferenceForm(toTrainingForm(before).graph);
    expect(modified).toBe(true);
    expect(() => verifyGraph(graph, catalogue)).not.toThrow();
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['y']);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['BatchNormalization', 'BatchNormalization', 'Identity']);
    expect(evaluate(graph, { x }).y!.data).toEqual(evaluate(before, { x }).y!.data);
  });

  it('returns the graph itself where it is in inference form', () => {
    const { graph } = toInferenceForm(network());
    expect(toInferenceForm(graph)).toEqual({ graph, modified: false });
  });
});
