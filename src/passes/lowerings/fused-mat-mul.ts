import type { Lowering } from './lowering.ts';
import { transpose } from './writing.ts';

/** Of matrices, Gemm does the same; of stacks of them, transposing comes first. For engines that have no fused form. */
export const fusedMatMul: Lowering = {
  name: 'fused-mat-mul',
  opType: 'FusedMatMul',
  applies: () => true,
  lower: (builder, [a, b], context) => {
    const transA = context.int('transA');
    const transB = context.int('transB');
    const alpha = context.float('alpha');
    if (a!.shape.length === 2 && b!.shape.length === 2) {
      return [builder.op('Gemm', [a, b], { transA, transB, alpha })];
    }
    const turned = (value: typeof a, isTransposed: number) => {
      if (isTransposed === 0) return value!;
      const axes = value!.shape.map((_, axis) => axis);
      return transpose(builder, value!, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
    };
    const product = builder.op('MatMul', [turned(a, transA), turned(b, transB)]);
    return [alpha === 1 ? product : builder.op('Mul', [product, builder.scalar(alpha, a!.dtype)])];
  },
};
