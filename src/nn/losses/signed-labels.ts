import { dataTypeNumbers, type GraphBuilder, type Value } from '../../graph/index.ts';

/**
 * Labels as sides: 0 and 1 become −1 and 1; a batch that holds anything else is taken as it is, as by Keras's hinge losses.
 */
export function signedLabels(builder: GraphBuilder, target: Value): Value {
  const isBinary = builder.op('Equal', [builder.op('Mul', [target, target]), target]);
  const asNumbers = builder.op('Cast', [isBinary], { to: dataTypeNumbers.float32 });
  const allBinary = builder.op('ReduceMin', [asNumbers], { keepdims: 0 });
  // 2 t − 1 where all are 0 or 1, else t.
  const change = builder.op('Sub', [target, builder.scalar(1)]);
  return builder.op('Add', [target, builder.op('Mul', [allBinary, change])]);
}
