import fc from 'fast-check';
import { allocate, dataTypes, isFloat, type Tensor } from '../../src/core/index.ts';
import { type Graph, GraphBuilder, type PlainAttributes, type Value } from '../../src/graph/index.ts';
import { smallCatalogue } from './small-catalogue.ts';

const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
/** Floats that survive a file, which holds 32 bits of them. */
const float32 = fc.float();
const text = fc.string({ unit: 'grapheme' });
const dimension = fc.oneof(fc.nat(9), fc.constantFrom('batch', 'batch*7', '(n*3)/2'), fc.string({ minLength: 1 }));

/** A tensor of any data type with up to two axes and any elements. */
export const arbitraryTensor: fc.Arbitrary<Tensor> = fc
  .tuple(
    fc.constantFrom(...dataTypes),
    fc.array(fc.nat(4), { maxLength: 2 }),
    fc.infiniteStream(fc.nat(255)),
    fc.boolean(),
  )
  .map(([dtype, shape, bytes, equal]) => {
    const data = allocate(
      dtype,
      shape.reduce((product, length) => product * length, 1),
    );
    const memory = new Uint8Array(data.buffer);
    const take = () => bytes.next().value as number;
    for (let i = 0; i < memory.length; i++) memory[i] = dtype === 'bool' ? take() % 2 : take();
    if (isFloat(dtype) && dtype !== 'float16') {
      // There are many words for NaN, and one name.
      for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = Number.NaN;
    }
    if (equal) for (let i = 1; i < data.length; i++) data[i] = data[0]!;
    return { dtype, shape, data };
  });

const attributes: fc.Arbitrary<PlainAttributes> = fc.record(
  {
    int: integer,
    float: float32,
    string: text,
    ints: fc.array(integer, { maxLength: 3 }),
    floats: fc.array(float32, { maxLength: 3 }),
    strings: fc.array(text, { maxLength: 3 }),
    tensor: arbitraryTensor,
  },
  { requiredKeys: [] },
);

const step = fc.record({
  name: text,
  layer: fc.option(text, { nil: undefined }),
  operand: fc.nat(),
  kind: fc.nat(3),
  attributes,
});

/** A graph over the small catalogue: names, types, elements, attributes, layers and optional arguments are arbitrary. */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .record({
    name: text,
    inputs: fc.array(
      fc.record({ name: text, dtype: fc.constantFrom(...dataTypes), shape: fc.array(dimension, { maxLength: 3 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    initializers: fc.array(fc.record({ name: text, tensor: arbitraryTensor }), { maxLength: 3 }),
    steps: fc.array(step, { maxLength: 6 }),
    outputs: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ name, inputs, initializers, steps, outputs }) => {
    const builder = new GraphBuilder(smallCatalogue, name);
    const unique = (hint: string) => builder.uniqueName(hint === '' ? 'value' : hint);
    const values: Value[] = [
      ...inputs.map((input) => builder.input(unique(input.name), input.dtype, input.shape)),
      ...initializers.map((initializer) => builder.initializer(unique(initializer.name), initializer.tensor)),
    ];
    for (const { name: hint, layer, operand, kind, attributes: noted } of steps) {
      const x = values[operand % values.length]!;
      const outputName = unique(hint);
      values.push(
        builder.withLayer(layer, () => {
          if (kind === 0) return builder.op('Note', [x], noted, { outputName });
          if (kind === 1) return builder.op('Clip', [x, undefined, x], {}, { outputName });
          return builder.op(kind === 2 ? 'Relu' : 'FusedMatMul', kind === 2 ? [x] : [matrix(builder), matrix(builder)]);
        }),
      );
    }
    for (const index of new Set(outputs.map((output) => output % values.length))) builder.output(values[index]!);
    return builder.build();
  });

function matrix(builder: GraphBuilder): Value {
  return builder.constant({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, 'matrix');
}
