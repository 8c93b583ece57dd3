import { dataTypeNumbers, type GraphBuilder, type NodeContext, type Value } from '../graph/index.ts';

/** A position counted from the front. Throws where the index lies outside of the axis. */
export function positionOf(context: NodeContext, index: number, length: number): number {
  const position = index < 0 ? index + length : index;
  if (position < 0 || position >= length) {
    throw context.error(`index ${index} is out of range for an axis of length ${length}`);
  }
  return position;
}

/** Throws where an input is not of an integer type that indices may have. */
export function requireIndices(context: NodeContext, input: number): void {
  const { dtype } = context.type(input);
  if (dtype !== 'int64' && dtype !== 'int32') {
    throw context.error(
      `'${context.schema.inputs[input]}' has type ${dtype}, expected int64 or int32`,
      'Convert it with Cast',
    );
  }
}

/** Indices as the int64 that the Scatter operators want. */
export function int64(builder: GraphBuilder, indices: Value): Value {
  return indices.dtype === 'int64' ? indices : builder.op('Cast', [indices], { to: dataTypeNumbers.int64 });
}
