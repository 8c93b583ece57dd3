import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Hinge loss of one class out of several: max(0, 1 + the largest output of the other classes − that of the class),
 * averaged over rows. As Keras's `categorical_hinge`, by which the largest is taken of (1 − t) x and so is never below 0
 * for a one-hot row t.
 */
export const categoricalHinge: Loss = {
  summary: 'hinge loss, for one class out of several with a margin',
  target: 'oneHot',
  output: 'logits',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const classes = builder.ints([1]);
    const one = builder.scalar(1);
    const right = builder.op('ReduceSum', [builder.op('Mul', [target, output]), classes], { keepdims: 0 });
    const others = builder.op('Mul', [builder.op('Sub', [one, target]), output]);
    const wrong = builder.op('ReduceMax', [others, classes], { keepdims: 0 });
    const margin = builder.op('Add', [builder.op('Sub', [wrong, right]), one]);
    return builder.op('ReduceMean', [builder.op('Relu', [margin])], { keepdims: 0 });
  },
};
