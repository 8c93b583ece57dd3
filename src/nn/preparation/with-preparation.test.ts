import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../../core/index.ts';
import { createModel, decodeModel, encodeModel } from '../../graph/index.ts';
import { catalogue, evaluate, toReference } from '../../ops/index.ts';
import { compose } from '../compose.ts';
import { networkFromModel, networkMetadata } from '../network.ts';
import { sequential } from '../sequential.ts';
import type { FittedInput, FittedPreparation } from './fitted-preparation.ts';
import { withPreparation } from './with-preparation.ts';

/** A network that passes its input on, to see what preparation makes of it. */
const passing = (shape: readonly number[]) =>
  sequential([{ layer: 'reshape', shape: [...shape] }], { inputShape: [...shape] });

function prepared(input: Omit<FittedInput, 'name'>, rows: readonly (readonly number[])[], shape = input.shape) {
  const network = withPreparation(passing(shape), { inputs: [{ name: 'anything', ...input }] });
  const feed = toReference(fromNumbers('float32', [rows.length, ...input.shape], rows.flat()));
  return Array.from(evaluate(network.graph, { input: feed }).output!.data, (value) => Math.round(value * 1e6) / 1e6);
}

describe('withPreparation', () => {
  it('fills, clips, squashes and whitens in this order', () => {
    const input = { shape: [2], groups: [2], fill: [5, 7], minimum: [null, 0], maximum: [4, null] };
    expect(
      prepared(input, [
        [Number.NaN, -3],
        [9, Number.NaN],
      ]),
    ).toEqual([4, 0, 4, 7]);
    const whitened = { shape: [2], groups: [2], mean: [1, 10], deviation: [2, 0] };
    expect(prepared(whitened, [[5, 12]])).toEqual([2, 2]);
  });

  it.each([
    ['tanh', [-4, 0, 1e9], [Math.tanh(-2), 0, 1]],
    ['asinh', [-1.4e8, 0.002, 4], [Math.asinh(-0.7e8), 0.001, Math.asinh(2)]],
    ['log1p', [-5, 0, 1.4e8], [0, 0, Math.log1p(0.7e8)]],
  ] as const)('squashes by %s(x / C)', (name, raw, expected) => {
    const squash = [{ function: name, scale: 2 }];
    const found = prepared(
      { shape: [1], groups: [], squash },
      raw.map((value) => [value]),
    );
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  });

  it('squashes each feature by its own function', () => {
    const squash = [null, { function: 'tanh', scale: 10 } as const, { function: 'log1p', scale: 1 } as const];
    const found = prepared({ shape: [3], groups: [3], squash }, [[7, 10, Math.E - 1]]);
    expect(found).toEqual([7, 0.761594, 1]);
  });

  it('whitens channels wherever the layout has them', () => {
    const numbers = { mean: [1, 2], deviation: [1, 2] };
    expect(prepared({ shape: [2, 1, 2], groups: [2, 1, 1], ...numbers }, [[1, 2, 4, 6]])).toEqual([0, 1, 1, 2]);
    expect(prepared({ shape: [1, 2, 2], groups: [2], ...numbers }, [[1, 4, 2, 6]])).toEqual([0, 1, 1, 2]);
  });

  it('makes features of categories and of missing values; a category that is unknown or missing is all zeros', () => {
    const input = { shape: [2], groups: [2], fill: [9, 0], oneHot: [{ column: 1, categories: 3 }], indicators: [0] };
    const rows = [
      [4, 2],
      [Number.NaN, -1],
      [6, Number.NaN],
    ];
    expect(prepared(input, rows, [5])).toEqual([4, 0, 0, 1, 0, 9, 0, 0, 0, 1, 6, 0, 0, 0, 0]);
  });

  it('prepares every input of several, and any shape of as many elements', () => {
    const network = compose(
      [
        { layer: 'flatten', inputs: ['image'], name: 'flat' },
        { layer: 'concat', inputs: ['flat', 'age'] },
      ],
      { inputs: { image: { shape: [1, 1, 2] }, age: { shape: [1] } } },
    );
    const both = withPreparation(network, {
      inputs: [
        { name: 'age', shape: [1], groups: [1], mean: [40], deviation: [8] },
        { name: 'image', shape: [2], groups: [], mean: [1], deviation: [1] },
      ],
    });
    const feeds = {
      image: toReference(fromNumbers('float32', [1, 2], [3, 4])),
      age: toReference(fromNumbers('float32', [1, 1], [56])),
    };
    expect(Array.from(evaluate(both.graph, feeds).output!.data, Math.fround)).toEqual([2, 3, 2]);
    expect(both.layers.map(({ name }) => name).slice(0, 2)).toEqual(['preparation_image', 'preparation_age']);
  });

  it('takes outputs to the units of the target, keeps its names, and survives a file', () => {
    const fitted: FittedPreparation = {
      inputs: [{ name: 'x', shape: [1], groups: [1], mean: [1], deviation: [2] }],
      target: { mean: [100], deviation: [10] },
    };
    const plain = sequential([{ layer: 'dense', units: 1 }], { inputShape: [1] });
    const network = withPreparation(plain, fitted);
    const model = createModel(network.graph, Object.fromEntries(networkMetadata(network)));
    const read = networkFromModel(decodeModel(encodeModel(model), catalogue, { path: 'model.onnx' }))!;
    expect(read.preparation).toEqual({ ...fitted, inputs: [{ ...fitted.inputs[0], name: 'input' }] });
    expect(read.parameters).toEqual(plain.parameters);
    expect(read.graph.outputs.map(({ name }) => name)).toEqual(['output']);
    expect(() => withPreparation(read, fitted)).toThrow('contains the preparation of its data already');
  });

  it('refuses what does not fit', () => {
    const inputs = [{ name: 'x', shape: [3], groups: [3] }];
    expect(() => withPreparation(passing([2]), { inputs })).toThrow('the prepared data have [3]');
    const integers = sequential([{ layer: 'embedding', vocabularySize: 10, units: 2 }], { inputShape: [3] });
    expect(() => withPreparation(integers, { inputs })).toThrow('takes int64');
  });
});
