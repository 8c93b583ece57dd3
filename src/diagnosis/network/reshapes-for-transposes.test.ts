import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { reshapesForTransposes } from './reshapes-for-transposes.ts';

function reshaping(from: readonly number[], to: readonly number[]): Network {
  const builder = new GraphBuilder(catalogue, 'reshape');
  const input = builder.input('input', 'float32', ['batch', ...from]);
  builder.output(builder.op('Reshape', [input, builder.ints([-1, ...to])]), 'output');
  return { graph: builder.build(), parameters: [], layers: [] };
}

describe('reshapesForTransposes', () => {
  it('finds channels that were moved by a reshape', () => {
    expect(reshapesForTransposes(reshaping([28, 28, 3], [3, 28, 28])).map(({ opType }) => opType)).toEqual(['Reshape']);
  });

  it('lets flattening, splitting and axes of length 1 be', () => {
    expect(reshapesForTransposes(reshaping([3, 8, 8], [192]))).toEqual([]);
    expect(reshapesForTransposes(reshaping([3, 64], [3, 8, 8]))).toEqual([]);
    expect(reshapesForTransposes(reshaping([28, 28, 1], [1, 28, 28]))).toEqual([]);
  });
});
