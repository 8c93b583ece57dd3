import { describe, expect, it } from 'vitest';
import type { EventGraphNode } from '../../records/index.ts';
import { describeEventGraph } from './event-graph.ts';

const node = (name: string, op: string, ...inputs: string[]): EventGraphNode => ({
  name,
  op,
  inputs,
  attributes: new Map(),
  shapes: [[2, 3]],
  dtype: undefined,
});

describe('the graph of an event file', () => {
  it('stands in an order in which it can be computed, whatever the order of the file', () => {
    const { nodes, inputs, outputs } = describeEventGraph([
      node('out', 'Relu', 'b:1', '^a'),
      node('b', 'Split', 'a:0', 'nowhere'),
      node('a', 'Placeholder'),
    ]);
    expect(nodes.map(({ name, inputs: own }) => [name, own])).toEqual([
      ['a', []],
      ['b', ['a', 'nowhere']],
      ['out', ['b:1']],
    ]);
    expect([inputs[0]!.name, outputs[0]!.name]).toEqual(['a', 'out']);
  });

  it('ends for loops and for chains of 20 000 nodes', () => {
    expect(describeEventGraph([node('a', 'Merge', 'b'), node('b', 'Next', 'a')]).nodes).toHaveLength(2);
    expect(describeEventGraph([node('self', 'Odd', 'self')]).nodes).toHaveLength(1);
    const chain = Array.from({ length: 20_000 }, (_, i) => node(`n${i}`, 'Add', `n${i + 1}`));
    expect(describeEventGraph(chain).nodes[0]!.name).toBe('n19999');
  });

  it('keeps what belongs to a variable in its layer, and counts its numbers', () => {
    const { layers } = describeEventGraph([
      node('dense/weights/Initializer/random', 'RandomUniform'),
      node('dense/weights', 'VariableV2'),
      node('dense/weights/Assign', 'Assign', 'dense/weights', 'dense/weights/Initializer/random'),
      node('dense/MatMul', 'MatMul', 'x', 'dense/weights'),
    ]);
    expect(layers).toEqual([
      {
        name: 'dense',
        opTypes: ['MatMul', 'RandomUniform', 'VariableV2', 'Assign'],
        parameters: 6,
        outputShape: [2, 3],
      },
    ]);
  });

  it('takes weights of PyTorch to their module, and says of no module how many numbers it has', () => {
    const { layers } = describeEventGraph([
      node('Net/Linear[head]/weight/weight', 'prim::GetAttr'),
      node('Net/Linear[head]/7', 'aten::linear', 'Net/Linear[head]/weight/weight'),
    ]);
    expect(layers).toEqual([
      { name: 'Net/Linear[head]', opTypes: ['aten::linear', 'prim::GetAttr'], parameters: null, outputShape: [2, 3] },
    ]);
  });
});
