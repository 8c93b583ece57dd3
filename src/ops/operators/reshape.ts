import { type Dimension, elementCount, formatShape, isConcrete, multiplyDimensions } from '../../core/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';

/** The same elements in the same order under another shape. In the shape given, 0 copies an axis and −1 is worked out. */
export const reshape: Operator = {
  opType: 'Reshape',
  domain: '',
  inputs: ['data', 'shape'],
  outputs: ['reshaped'],
  attributes: { allowzero: { type: 'int', default: 0 } },
  infer: (context) => {
    const input = context.shape(0);
    const wanted = context.constantNumbers(1)!;
    const copyZeros = context.int('allowzero') === 0;
    const shape: Dimension[] = wanted.map((length, axis) => {
      if (length !== 0 || !copyZeros) return length;
      const copied = input[axis];
      if (copied === undefined) throw context.error(`shape copies axis ${axis} of an input of rank ${input.length}`);
      return copied;
    });
    const open = shape.indexOf(-1);
    if (open >= 0) {
      const rest = [...input];
      const known: Dimension[] = [];
      shape.forEach((length, axis) => {
        if (axis === open) return;
        const same = typeof length === 'string' ? rest.indexOf(length) : -1;
        if (same >= 0) rest.splice(same, 1);
        else known.push(length);
      });
      const total = multiplyDimensions(rest);
      const divisor = multiplyDimensions(known);
      if (typeof divisor === 'string') throw context.error(`cannot work out −1 in shape [${wanted.join(', ')}]`);
      if (typeof total === 'number') {
        if (divisor === 0 || total % divisor !== 0) {
          throw context.error(`${formatShape(input)} cannot be reshaped to [${wanted.join(', ')}]`);
        }
        shape[open] = total / divisor;
      } else {
        shape[open] = divideSymbolic(total, divisor);
      }
    }
    if (isConcrete(input) && isConcrete(shape) && elementCount(input) !== elementCount(shape)) {
      throw context.error(
        `${formatShape(input)} has ${elementCount(input)} elements, shape ${formatShape(shape)} has ${elementCount(shape)}`,
      );
    }
    return [{ dtype: context.type(0).dtype, shape }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('Reshape', [cotangents[0]!, builder.ints(context.concreteShape(0))]),
    undefined,
  ],
  reference: (context, [x]) => {
    const [type] = reshape.infer(context);
    return [{ dtype: x!.dtype, shape: type!.shape as number[], data: x!.data }];
  },
  samples: [
    { inputs: [random([2, 6]), constantInts(3, 4)] },
    { name: 'copied and worked out axes', inputs: [random([2, 3, 4]), constantInts(0, -1)] },
  ],
};

/** `batch*12` divided by 4 is `batch*3`; a quotient that is no whole multiple gets a name of its own. */
function divideSymbolic(total: string, divisor: number): string {
  const match = /^(.*?)(?:\*(\d+))?$/.exec(total);
  const factor = Number(match?.[2] ?? 1);
  if (match?.[1] === undefined || factor % divisor !== 0) return `(${total})/${divisor}`;
  return factor === divisor ? match[1] : `${match[1]}*${factor / divisor}`;
}
