import type { DataType } from '../core/index.ts';
import { fromNumbers } from '../core/index.ts';
import { dataTypeNumbers, type GraphBuilder, type Value } from '../graph/index.ts';

type Operand = Value | number;

/** Arithmetic that writes nodes, for gradient rules that read like their formulas; numbers become scalars of `dtype`. */
export function arithmetic(builder: GraphBuilder, dtype: DataType) {
  const value = (operand: Operand) => (typeof operand === 'number' ? builder.scalar(operand, dtype) : operand);
  const writer = (opType: string) => (a: Operand, b: Operand) => builder.op(opType, [value(a), value(b)]);
  const mask = (condition: Value) => builder.op('Cast', [condition], { to: dataTypeNumbers[dtype] });
  return {
    add: writer('Add'),
    sub: writer('Sub'),
    mul: writer('Mul'),
    div: writer('Div'),
    /** 1 where the condition holds, else 0: ONNX Runtime multiplies by such a mask faster than it runs Where. */
    mask,
    /** 1 where a > b, else 0. */
    above: (a: Operand, b: Operand) => mask(writer('Greater')(a, b)),
    /** 1 where a = b, else 0. */
    same: (a: Operand, b: Operand) => mask(writer('Equal')(a, b)),
    /** 1 where low < a < high, else 0. */
    between: (a: Operand, low: Operand, high: Operand) =>
      mask(builder.op('And', [writer('Greater')(a, low), writer('Less')(a, high)])),
  };
}

/** A value that is zero everywhere; engines fold it, and a file holds no more than its shape. */
export function zerosOf(builder: GraphBuilder, dtype: DataType, shape: readonly number[]): Value {
  return builder.op('ConstantOfShape', [builder.ints(shape)], { value: fromNumbers(dtype, [1], [0]) });
}
