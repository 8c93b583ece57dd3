import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGraph } from '../../test/support/arbitrary-graph.ts';
import { smallCatalogue } from '../../test/support/small-catalogue.ts';
import { zeros } from '../core/index.ts';
import type { Graph, Node } from './ir.ts';
import { parseGraph } from './parse-graph.ts';
import { verifyGraph } from './verify.ts';

const graph = parseGraph(
  `g (float32[2, 2] x) => (float32[2, 2] y)
   <float32[2] bias = {0...}>
   { a = Relu(x) @first  b = Add(a, bias)  y = Gemm(b, b) }`,
  smallCatalogue,
);
const [first, second, third] = graph.nodes as [Node, Node, Node];
const withNodes = (...nodes: Node[]): Graph => ({ ...graph, nodes });
const type = (name: string, dtype: 'int32' | 'float32', ...shape: number[]) =>
  new Map([...graph.types, [name, { dtype, shape }] as const]);

describe('verifyGraph', () => {
  it('accepts what the builder builds', () => {
    fc.assert(
      fc.property(arbitraryGraph, (built) => verifyGraph(built, smallCatalogue)),
      { numRuns: 100, seed: 4 },
    );
  });

  const broken: Record<string, Graph> = {
    "Add node 'b': input 'a' is computed only later, by Relu node 'a'": withNodes(second, first, third),
    "Relu node 'a' of layer 'first': input 'y' is part of a cycle through Gemm node 'y'": withNodes(
      { ...first, inputs: ['y'] },
      second,
      third,
    ),
    "Add node 'b': input 'c' is not defined in graph 'g'": withNodes(first, { ...second, inputs: ['a', 'c'] }, third),
    "Relu node 'a' of layer 'first': has 0 inputs, expected 1 (X)": withNodes({ ...first, inputs: [] }, second, third),
    "Gemm node 'y': attribute 'alpha' has type int, expected float": withNodes(first, second, {
      ...third,
      attributes: { alpha: { type: 'int', value: 1 } },
    }),
    "Gemm node 'y': attribute 'gamma' does not exist: expected one of alpha, beta, transA, transB": withNodes(
      first,
      second,
      { ...third, attributes: { gamma: { type: 'int', value: 1 } } },
    ),
    "Add node 'a': another node has the same name": withNodes(first, { ...second, name: 'a' }, third),
    'Add node: the node has no name': withNodes(first, { ...second, name: '' }, third),
    "Add node 'b': value 'a' is defined twice": withNodes(first, { ...second, outputs: ['a'] }, third),
    "Tanh node 'b': operator 'Tanh' is not in the catalogue": withNodes(first, { ...second, opType: 'Tanh' }, third),
    "Add node 'b': operator 'netwright.Add' is not in the catalogue": withNodes(
      first,
      { ...second, domain: 'netwright' },
      third,
    ),
    "value 'b' is recorded as float32[3, 2], expected float32[2, 2]": { ...graph, types: type('b', 'float32', 3, 2) },
    "value 'x' is recorded as int32[2, 2], expected float32[2, 2]": { ...graph, types: type('x', 'int32', 2, 2) },
    "a type is recorded for 'z', which the graph does not define": { ...graph, types: type('z', 'int32') },
    "no type is recorded for value 'x'": { ...graph, types: new Map() },
    "output 'z' of graph 'g' is not defined": { ...graph, outputs: [{ name: 'z', dtype: 'float32', shape: [] }] },
    "output 'y' is declared twice": { ...graph, outputs: [...graph.outputs, ...graph.outputs] },
    "output 'y' is declared as float32[4], expected float32[2, 2]": {
      ...graph,
      outputs: [{ name: 'y', dtype: 'float32', shape: [4] }],
    },
    "value 'x' is defined twice": { ...graph, initializers: new Map([['x', zeros('float32', [2, 2])]]) },
    "initializer 'bias' has 2 elements, its shape [3] wants 3": {
      ...graph,
      initializers: new Map([['bias', { ...zeros('float32', [2]), shape: [3] }]]),
    },
  };

  for (const [message, brokenGraph] of Object.entries(broken)) {
    it(`refuses a graph and says: ${message}`, () => {
      expect(() => verifyGraph(brokenGraph, smallCatalogue)).toThrow(message);
    });
  }
});
