import type { GraphBuilder, Value } from '../graph/index.ts';
import { arithmetic } from './arithmetic.ts';

/** An activation function inside a recurrent operator: ONNX's name, and the slope as a function of what it returns. */
export interface RecurrentActivation {
  readonly opType: string;
  apply(x: number): number;
  slope(builder: GraphBuilder, y: Value): Value;
}

/** The activation functions that recurrent operators are differentiated with. */
export const recurrentActivations: readonly RecurrentActivation[] = [
  {
    opType: 'Relu',
    apply: (x) => Math.max(x, 0),
    slope: (builder, y) => arithmetic(builder, y.dtype).above(y, 0),
  },
  {
    opType: 'Sigmoid',
    apply: (x) => 1 / (1 + Math.exp(-x)),
    slope: (builder, y) => {
      const { mul, sub } = arithmetic(builder, y.dtype);
      return mul(y, sub(1, y));
    },
  },
  {
    opType: 'Tanh',
    apply: Math.tanh,
    slope: (builder, y) => {
      const { mul, sub } = arithmetic(builder, y.dtype);
      return sub(1, mul(y, y));
    },
  },
];
