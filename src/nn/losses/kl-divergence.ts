import { type Loss, sameAsOutput } from './loss.ts';

/** Stands for 0 under a logarithm; the product with 0 is 0 then. */
const tiny = 1e-37;

/**
 * Kullback-Leibler divergence of the softmax of logits x `[batch, classes, ...]` from rows t of class probabilities: the
 * sum over classes of t (log t − log softmax(x)), averaged. It is the categorical cross-entropy less the entropy of the
 * targets, so that 0 is perfect. PyTorch: `kl_div(log_softmax(x), t, reduction='batchmean')`.
 */
export const klDivergence: Loss = {
  summary: 'divergence of the softmax of logits from given probabilities',
  target: 'oneHot',
  output: 'logits',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const logTarget = builder.op('Log', [builder.op('Max', [target, builder.scalar(tiny)])]);
    const ratio = builder.op('Sub', [logTarget, builder.op('LogSoftmax', [output], { axis: 1 })]);
    const perSample = builder.op('ReduceSum', [builder.op('Mul', [target, ratio]), builder.ints([1])], { keepdims: 0 });
    return builder.op('ReduceMean', [perSample], { keepdims: 0 });
  },
};
