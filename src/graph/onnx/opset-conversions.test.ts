import { describe, expect, it } from 'vitest';
import { smallCatalogue } from '../../../test/support/small-catalogue.ts';
import { fromNumbers } from '../../core/index.ts';
import type { AttributeValue, Node } from '../ir.ts';
import { printGraph } from '../print-graph.ts';
import { createModel } from './create-model.ts';
import { decodeModel } from './decode-model.ts';
import { encodeModel } from './encode-model.ts';

/** The text of a graph of one node, read from a file of an older or a newer opset. */
function read(opset: number, node: Partial<Node> & { opType: string }): string {
  const graph = {
    name: 'g',
    inputs: [{ name: 'x', dtype: 'float32', shape: [4, 4] } as const],
    outputs: [],
    initializers: new Map([['s', fromNumbers('float32', [4], [1, 1, 1, 1])]]),
    nodes: [{ name: 'n', domain: '', inputs: ['x'], outputs: ['y'], attributes: {}, ...node }],
    types: new Map(),
  };
  const bytes = encodeModel({ ...createModel(graph), opsetImports: new Map([['', opset]]) });
  const text = printGraph(decodeModel(bytes, smallCatalogue).graph);
  return text.slice(text.indexOf('<'));
}

const int = (value: number): AttributeValue => ({ type: 'int', value });
const axes: Record<string, AttributeValue> = { axes: { type: 'ints', value: [-1] }, keepdims: int(0) };
const statistics = { inputs: ['x', 's', 's', 's', 's'], opType: 'BatchNormalization' };

describe('a file of another opset is read in the form of opset 21', () => {
  it('gives a reduction its axes as an input (opset 18)', () => {
    const expected = `<
  float32[4] s = {1...},
  int64[1] constant = {-1}
>
{
  [n] y = ReduceMean<keepdims = 0>(x, constant)
}
`;
    expect(read(13, { opType: 'ReduceMean', attributes: axes })).toBe(expected);
    expect(read(17, { opType: 'ReduceMean', attributes: axes })).toBe(expected);
    expect(read(17, { opType: 'ReduceMean' })).toContain('y = ReduceMean(x)');
    expect(() => read(18, { opType: 'ReduceMean', attributes: axes })).toThrow("attribute 'axes' does not exist");
  });

  it('says into how many equal parts a Split without lengths cuts (opset 18)', () => {
    expect(read(13, { opType: 'Split', outputs: ['a', 'b'] })).toContain('a, b = Split<num_outputs = 2>(x)');
    expect(() => read(18, { opType: 'Split', outputs: ['a', 'b'] })).toThrow("Split node 'n': neither lengths");
  });

  it('marks a batch normalization with several outputs as one in training (opset 14)', () => {
    const outputs = ['y', 'mean', 'variance', 'scratch_1', 'scratch_2'];
    expect(read(13, { ...statistics, outputs })).toContain(
      'y, mean, variance = BatchNormalization<training_mode = 1>(x, s, s, s, s)',
    );
    expect(read(13, statistics)).toContain('y = BatchNormalization(x, s, s, s, s)');
    expect(() => read(14, { ...statistics, outputs })).toThrow('has 5 outputs, expected 1 to 3');
  });

  it('drops the rounding of float8 from Cast (opset 24)', () => {
    const attributes = { to: int(1), round_mode: { type: 'string', value: 'up' } } as const;
    expect(read(26, { opType: 'Cast', attributes })).toContain('y = Cast<to = 1>(x)');
  });

  it('refuses a group normalization with one scale for each group (opset 18 to 20)', () => {
    expect(() => read(18, { opType: 'GroupNormalization' })).toThrow(
      "GroupNormalization node 'n': scale and bias have one element for each group",
    );
  });

  it('leaves operators of other domains alone', () => {
    expect(read(13, { opType: 'FusedMatMul', domain: 'com.microsoft', inputs: ['x', 'x'] })).toContain(
      'y = com.microsoft.FusedMatMul(x, x)',
    );
  });
});
