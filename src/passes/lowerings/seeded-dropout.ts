import { elementCount, tensor } from '../../core/index.ts';
import { dataTypeNumbers } from '../../graph/index.ts';
import { dropoutThreshold, dropoutWords } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';

/** The mask by ONNX Runtime's MurmurHash3; the hashes of the indices are a constant. */
export const seededDropout: Lowering = {
  name: 'seeded-dropout',
  opType: 'SeededDropout',
  applies: () => true,
  lower: (builder, [x, seed], context) => {
    const ratio = context.float('ratio');
    const salt = context.int('salt');
    const shape = context.concreteShape(0);
    const hash = (value: typeof seed) => builder.op('MurmurHash3', [value], { seed: salt, positive: 0 });
    const words = builder.constant(tensor('int32', [elementCount(shape)], dropoutWords(elementCount(shape), salt)));
    const threshold = builder.scalar(dropoutThreshold(ratio), 'int32');
    const kept = builder.op('GreaterOrEqual', [hash(builder.op('Add', [words, hash(seed)])), threshold]);
    const ones = builder.op('Cast', [kept], { to: dataTypeNumbers[x!.dtype] });
    const flat = builder.op('Mul', [ones, builder.scalar(1 / (1 - ratio), x!.dtype)]);
    const mask = builder.op('Reshape', [flat, builder.ints(shape)]);
    return [builder.op('Mul', [x, mask]), mask];
  },
};
