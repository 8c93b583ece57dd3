import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGraph } from '../../test/support/arbitrary-graph.ts';
import { smallCatalogue } from '../../test/support/small-catalogue.ts';
import { isNetwrightError, tensor, zeros } from '../core/index.ts';
import { GraphBuilder } from './graph-builder.ts';
import { parseGraph } from './parse-graph.ts';
import { printGraph } from './print-graph.ts';
import { verifyGraph } from './verify.ts';

const perceptron = `perceptron (float32[batch, 4] x) => (float32[batch, 2] y)
<
  float32[4, 2] kernel = {0.5, 0.25, -1, 0, 1e-7, 3, 4, 5},
  float32[2] bias = {0...}
>
{
  h = Gemm<alpha = 0.5>(x, kernel, bias) @dense_1
  [rectify] y = Relu(h)
}
`;

const parse = (text: string) => parseGraph(text, smallCatalogue);
const oneNode = (node: string) => parse(`g (float32[2] x) => (y) { ${node} }`);

describe('the text of a graph', () => {
  it('shows inputs, outputs, initializers, nodes with attributes, names and layers', () => {
    const builder = new GraphBuilder(smallCatalogue, 'perceptron');
    const x = builder.input('x', 'float32', ['batch', 4]);
    const kernel = tensor('float32', [4, 2], Float32Array.of(0.5, 0.25, -1, 0, 1e-7, 3, 4, 5));
    builder.initializer('kernel', kernel);
    builder.initializer('bias', zeros('float32', [2]));
    builder.add({
      name: 'h',
      opType: 'Gemm',
      domain: '',
      inputs: [x.name, 'kernel', 'bias'],
      outputs: ['h'],
      attributes: { alpha: { type: 'float', value: 0.5 } },
      layer: 'dense_1',
    });
    builder.add({ name: 'rectify', opType: 'Relu', domain: '', inputs: ['h'], outputs: ['y'], attributes: {} });
    builder.output(builder.value('y'));
    const graph = builder.build();
    expect(printGraph(graph)).toBe(perceptron);
    expect(parse(perceptron)).toEqual(graph);
  });

  it('says the same after it was read and printed again', () => {
    fc.assert(
      fc.property(arbitraryGraph, (graph) => {
        const text = printGraph(graph, { elementLimit: Number.POSITIVE_INFINITY });
        const read = parse(text);
        expect(printGraph(read, { elementLimit: Number.POSITIVE_INFINITY })).toBe(text);
        expect(read).toEqual(graph);
        verifyGraph(read, smallCatalogue);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('leaves out the elements of large tensors, and is refused then', () => {
    const builder = new GraphBuilder(smallCatalogue);
    builder.initializer(
      'large',
      tensor(
        'int32',
        [20],
        Int32Array.from({ length: 20 }, (_, index) => index),
      ),
    );
    const text = printGraph(builder.build());
    expect(text).toContain('int32[20] large = {0, 1, 2, ...}');
    expect(() => parse(text)).toThrow("line 3, column 31: the elements after '...' were left out");
  });
});

describe('parseGraph', () => {
  it('lets an output leave out its type, takes integers for floats and skips comments', () => {
    const graph = parse(`
      # a graph
      g (float32[2, 2] "odd name") => (y) {
        y = Gemm <alpha = 2, transB: int = 1> ("odd name", "odd name", "")  # no bias
      }`);
    expect(graph.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: [2, 2] }]);
    expect(graph.nodes[0]?.attributes).toEqual({
      alpha: { type: 'float', value: 2 },
      transB: { type: 'int', value: 1 },
    });
  });

  for (const [text, message] of [
    ['g (float32[2] x) => (y) { y = Relu(x) ', 'line 1, column 39: expected a name, found the end of the text'],
    ['g (float32[2] x) => (y)\n{\n  y := Relu(x)\n}', "line 3, column 5: expected '=', found ':='"],
    ['g (text[2] x) => (x) {}', "line 1, column 4: 'text' is not a data type: expected one of float16,"],
    ['g (float32[2] x, float32[2] x) => (x) {}', "line 1, column 18: value name 'x' is defined twice"],
    ['g (float32[2] x) => (int32[2] x) {}', "line 1, column 22: output 'x' is declared as int32[2], inferred as"],
    ['g (float32[2] x) => (y) {}', "line 1, column 22: value 'y' is not defined in graph 'g'"],
    ['g () => (b) <uint8[2] b = {1, 256}> {}', 'line 1, column 31: uint8 has no element 256'],
    ['g () => (b) <int32[2] b = {1, 0.5}> {}', 'line 1, column 31: int32 has no element 0.5'],
    ['g () => (b) <bool[1] b = {2}> {}', 'line 1, column 27: bool has no element 2'],
    ['g () => (b) <int32[3] b = {1, 2}> {}', 'line 1, column 27: int32[3] has 3 elements, found 2'],
    ['g () => (b) <float32[n] b = {1}> {}', 'a tensor needs known axis lengths, found float32[n]'],
    ['g () => (b) <float32[99999999999] b = {0...}> {}', 'at most 67108864 can be repeated'],
    ['g () => () {} more', "line 1, column 15: expected the end of the text, found 'more'"],
    ['g () => ("\\x") {}', 'line 1, column 10: "\\x" is not a text in JSON\'s notation'],
  ] as const) {
    it(`says where and what is wrong: ${message}`, () => {
      expect(() => parse(text)).toThrow(message);
    });
  }

  for (const [node, message] of [
    ['y = Foo(x)', "line 1, column 27: Foo node 'y': operator 'Foo' is not in the catalogue"],
    ['y = Gemm(x, x)', "line 1, column 27: Gemm node 'y': "],
    ['y = Relu(x, x)', "Relu node 'y': has 2 inputs, expected 1 (X)"],
    ['y = Relu("")', "Relu node 'y': input 'X' is missing"],
    ['y = Relu(z)', "input 'z' is not the name of an input, an initializer or an earlier node's output"],
    ['y = Relu<alpha = 1>(x)', "attribute 'alpha' does not exist: expected none"],
    ['y = Cast(x)', "attribute 'to' (int) is missing"],
    ['y = Cast<to = 1, to = 1>(x)', "line 1, column 44: attribute 'to' is given twice"],
    ['y = Cast<to = "a">(x)', "attribute 'to' has type string, expected int"],
    ['y = Cast<to: int = 0.5>(x)', "line 1, column 38: the value is of kind 'float', not 'int'"],
    ['y = Cast<to = 9007199254740993>(x)', '9007199254740993 is beyond 2^53'],
    ['y = Split<num_outputs = [1, "a"]>(x)', 'a list holds numbers or texts, not both'],
  ] as const) {
    it(`names the place of a node that is wrong: ${message}`, () => {
      expect(() => oneNode(node)).toThrow(message);
    });
  }

  it('answers damaged text with its own error', () => {
    fc.assert(
      fc.property(fc.nat(perceptron.length), fc.nat(perceptron.length), fc.string(), (from, length, inserted) => {
        try {
          parse(perceptron.slice(0, from) + inserted + perceptron.slice(from + length));
        } catch (error) {
          expect(isNetwrightError(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
