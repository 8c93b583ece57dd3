import { describe, expect, it } from 'vitest';
import { smallCatalogue } from '../../../test/support/small-catalogue.ts';
import { fromNumbers, int64s, type Tensor } from '../../core/index.ts';
import { GraphBuilder } from '../graph-builder.ts';
import type { AttributeValue, Node } from '../ir.ts';
import { printGraph } from '../print-graph.ts';
import { ShapeArithmetic } from './shape-arithmetic.ts';

const int = (value: number): AttributeValue => ({ type: 'int', value });
const number = (value: number): Tensor => fromNumbers('int64', [], [value]);
const node = (opType: string, inputs: string[], output: string, attributes: Node['attributes'] = {}): Node => ({
  name: output,
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes,
});

const constants: Record<string, Tensor> = {
  zero: number(0),
  one: number(1),
  two: number(2),
  first: int64s([0]),
  second: int64s([1]),
  rest: int64s([-1]),
  end: int64s([2 ** 53]),
  pair: int64s([0, 1]),
  large: int64s(new Array<number>(65).fill(1)),
};
const open = node('Shape', ['x'], 'shape');

/** The nodes and constants that are left of a file's nodes, for x of [batch, 3, 8] and y of [2, 4]. */
function left(...nodes: Node[]): string {
  const builder = new GraphBuilder(smallCatalogue);
  builder.input('x', 'float32', ['batch', 3, 8]);
  builder.input('y', 'float32', [2, 4]);
  for (const [name, tensor] of Object.entries(constants)) builder.initializer(name, tensor);
  const arithmetic = new ShapeArithmetic(builder);
  for (const added of nodes) arithmetic.add(added);
  const graph = builder.build();
  const initializers = new Map([...graph.initializers].filter(([name]) => constants[name] === undefined));
  const text = printGraph({ ...graph, initializers });
  return text
    .slice(text.indexOf(initializers.size > 0 ? '<' : '{'))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('shapes that a file computes', () => {
  it('become a constant that copies axes and works one out', () => {
    expect(
      left(
        open,
        node('Gather', ['shape', 'zero'], 'batch', { axis: int(0) }),
        node('Unsqueeze', ['batch', 'first'], 'list'),
        node('Concat', ['list', 'rest'], 'wanted', { axis: int(0) }),
        node('Reshape', ['x', 'wanted'], 'z', { allowzero: int(1) }),
      ),
    ).toBe('< int64[2] constant = {0, -1} > { z = Reshape(x, constant) }');
  });

  it('may have one product with an open length', () => {
    expect(
      left(
        open,
        node('Slice', ['shape', 'first', 'second'], 'batch'),
        node('Slice', ['shape', 'second', 'end'], 'inner'),
        node('Gather', ['inner', 'zero'], 'three'),
        node('Mul', ['batch', 'three'], 'rows'),
        node('Slice', ['inner', 'second', 'end', 'first'], 'columns'),
        node('Concat', ['rows', 'columns'], 'wanted'),
        node('Reshape', ['x', 'wanted'], 'z'),
      ),
    ).toBe('< int64[2] constant = {-1, 8} > { z = Reshape(x, constant) }');
  });

  it('become an initializer under their own name where every length is known', () => {
    expect(
      left(
        node('Shape', ['y'], 'shape'),
        node('Gather', ['shape', 'pair'], 'same'),
        node('Squeeze', ['second'], 'scalar'),
        node('Add', ['same', 'scalar'], 'sum'),
        node('Sub', ['sum', 'one'], 'difference'),
        node('Div', ['difference', 'two'], 'halves'),
        node('Cast', ['halves'], 'cast', { to: int(7) }),
        node('Identity', ['cast'], 'copy'),
        node('Concat', ['copy', 'rest'], 'wanted'),
        node('Reshape', ['y', 'wanted'], 'z'),
      ),
    ).toBe('< int64[3] wanted = {1, 2, -1} > { z = Reshape(y, wanted) }');
  });

  it('may choose by comparing, as an expansion does', () => {
    const minusOne: AttributeValue = { type: 'tensor', value: fromNumbers('int64', [1], [-1]) };
    expect(
      left(
        open,
        node('Shape', ['shape'], 'rank'),
        node('ConstantOfShape', ['rank'], 'minus', { value: minusOne }),
        node('Equal', ['shape', 'minus'], 'absent'),
        node('Where', ['absent', 'minus', 'shape'], 'wanted'),
        node('Reshape', ['x', 'wanted'], 'z'),
      ),
    ).toBe('< int64[3] constant = {0, 3, 8} > { z = Reshape(x, constant) }');
  });

  it('takes a part of a shape by attributes', () => {
    const part = node('Shape', ['x'], 'wanted', { start: int(1), end: int(3) });
    expect(left(part, node('Reshape', ['y', 'wanted'], 'z'))).toBe(
      '< int64[2] wanted = {3, 8} > { z = Reshape(y, wanted) }',
    );
  });

  it('are left as nodes where something else reads them', () => {
    expect(left(node('Identity', ['pair'], 'copy'), node('Relu', ['copy'], 'z'))).toBe(
      '< int64[2] copy = {0, 1} > { z = Relu(copy) }',
    );
    expect(left(node('Relu', ['pair'], 'z'), node('Identity', ['z'], 'copy'))).toBe(
      '{ z = Relu(pair) copy = Identity(z) }',
    );
  });

  it('may be defined once', () => {
    expect(() => left(open, open)).toThrow(/Shape node 'shape'/);
  });

  it('may be computed in any number of steps', () => {
    const steps = Array.from({ length: 20_000 }, (_, i) =>
      node('Identity', [i === 0 ? 'shape' : `s${i - 1}`], `s${i}`),
    );
    const last = node('Reshape', ['x', 's19999'], 'z');
    expect(left(open, ...steps, last)).toBe('< int64[3] constant = {0, 3, 8} > { z = Reshape(x, constant) }');
    expect(() => left(open, ...steps, node('Relu', ['s19999'], 'z'))).toThrow('not in the catalogue');
  });

  for (const [what, ...nodes] of [
    [
      'two open lengths',
      open,
      node('Slice', ['shape', 'first', 'second'], 'batch'),
      node('Concat', ['second', 'batch', 'batch'], 'wanted'),
    ],
    ['a sum with an open length', open, node('Add', ['shape', 'one'], 'wanted')],
    ['a comparison of an open length', open, node('Equal', ['shape', 'two'], 'wanted')],
    ['a position that is not there', open, node('Gather', ['shape', 'end'], 'wanted')],
    ['lists of different lengths', open, node('Mul', ['shape', 'pair'], 'wanted')],
    ['division by zero', node('Shape', ['y'], 'shape'), node('Div', ['shape', 'zero'], 'wanted')],
    ['a long list', node('Identity', ['large'], 'wanted')],
  ] as const) {
    it(`are not guessed from ${what}`, () => {
      expect(() => left(...nodes, node('Reshape', ['x', 'wanted'], 'z'))).toThrow(/computed by the graph|catalogue/);
    });
  }
});
