import { normalizeAxis } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, type ReferenceTensor, random } from '../operator.ts';
import { broadcastReader, forEachIndex, generate } from '../reference-tensor.ts';

/** The axes of a node: where none are named, all of an image but the channels. */
const normalizedAxes = (context: NodeContext) => context.ints('axes') ?? [0, 2, 3];

/** Keeps the division defined where all elements are equal. */
const smallest = 1e-9;

/**
 * Y = (X − mean) / deviation, both taken over `axes`: by default over all but the channels.
 * Source: ONNX MeanVarianceNormalization-13.
 */
export const meanVarianceNormalization: Operator = {
  opType: 'MeanVarianceNormalization',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: { axes: { type: 'ints' } },
  infer: (context) => {
    requireKind(context, 0, 'float');
    for (const axis of normalizedAxes(context)) normalizeAxis(axis, context.rank(0));
    return [context.type(0)];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents }) => {
    const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!];
    const { add, div, mul, sub } = arithmetic(builder, x.dtype);
    const axes = builder.ints(normalizedAxes(context));
    const average = (value: typeof x) => builder.op('ReduceMean', [value, axes]);
    const centered = sub(x, average(x));
    const deviation = add(builder.op('Sqrt', [average(mul(centered, centered))]), smallest);
    return [div(sub(sub(dy, average(dy)), mul(y, average(mul(dy, y)))), deviation)];
  },
  reference: (context, [x]) => {
    const axes = new Set(normalizedAxes(context).map((axis) => normalizeAxis(axis, x!.shape.length)));
    const kept: number[] = x!.shape.map((length, axis) => (axes.has(axis) ? 1 : length));
    const mean = (of: ReferenceTensor) => {
      const read = new Map<string, number>();
      const keyOf = (index: readonly number[]) => index.map((at, axis) => (axes.has(axis) ? 0 : at)).join();
      forEachIndex(of.shape, (index, flat) => {
        read.set(keyOf(index), (read.get(keyOf(index)) ?? 0) + of.data[flat]!);
      });
      const count = of.data.length / kept.reduce((product, length) => product * length, 1);
      return broadcastReader(generate(of.dtype, kept, (index) => read.get(keyOf(index))! / count));
    };
    const meanOf = mean(x!);
    const centered = generate(x!.dtype, x!.shape, (index, flat) => x!.data[flat]! - meanOf(index));
    const varianceOf = mean({ ...centered, data: centered.data.map((element) => element * element) });
    return [
      generate(x!.dtype, x!.shape, (index, flat) => centered.data[flat]! / (Math.sqrt(varianceOf(index)) + smallest)),
    ];
  },
  samples: [
    { name: 'images', inputs: [random([2, 3, 2, 2])] },
    { name: 'rows', inputs: [random([3, 5])], attributes: { axes: [-1] } },
  ],
};
