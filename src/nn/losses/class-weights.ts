import { z } from 'zod';
import { elementCount, fromNumbers, UsageError } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';

const dividedBy = z.enum(['weights', 'samples']);

/** How much the terms of each class count in a loss. */
export interface ClassWeights {
  /** By the index of the class; of yes-or-no outputs, that of no and that of yes. Above 0. */
  readonly weights: readonly number[];
  /** What the sum of the weighted terms is divided by: the sum of their weights as in PyTorch, or their number as in Keras. */
  readonly dividedBy: z.infer<typeof dividedBy>;
}

/** Class weights as a recipe holds them: `balanced`, which makes all classes count alike, or a list; or with an option. */
export const classWeightsSchema = z.preprocess(
  (given) => (typeof given === 'string' || Array.isArray(given) ? { weights: given } : given),
  z.strictObject({
    weights: z.union([z.literal('balanced'), z.array(z.number().positive()).min(2)]),
    dividedBy: dividedBy.default('weights'),
  }),
);

/** The mean of the yes-or-no terms of a loss, weighted where there are weights. */
export function meanOfAnswers(builder: GraphBuilder, terms: Value, target: Value, given?: ClassWeights): Value {
  if (given === undefined) return builder.op('ReduceMean', [terms], { keepdims: 0 });
  requireWeights(given, 2);
  const [no, yes] = given.weights as [number, number];
  const weights = builder.op('Add', [builder.op('Mul', [target, builder.scalar(yes - no)]), builder.scalar(no)]);
  const total = (value: Value) => builder.op('ReduceSum', [value], { keepdims: 0 });
  const divisor =
    given.dividedBy === 'weights' ? total(weights) : builder.scalar(elementCount(terms.shape as readonly number[]));
  return builder.op('Div', [total(builder.op('Mul', [weights, terms])), divisor]);
}

/** The mean softmax cross-entropy of class indices, weighted where there are weights. */
export function meanOfClasses(builder: GraphBuilder, logits: Value, target: Value, given?: ClassWeights): Value {
  if (given === undefined) return builder.op('SoftmaxCrossEntropyLoss', [logits, target], { reduction: 'mean' });
  const classes = logits.shape[1] as number;
  requireWeights(given, classes);
  const inputs = [logits, target, builder.constant(fromNumbers('float32', [classes], given.weights))];
  if (given.dividedBy === 'weights') return builder.op('SoftmaxCrossEntropyLoss', inputs, { reduction: 'mean' });
  const sum = builder.op('SoftmaxCrossEntropyLoss', inputs, { reduction: 'sum' });
  return builder.op('Div', [sum, builder.scalar(elementCount(target.shape as readonly number[]))]);
}

function requireWeights({ weights }: ClassWeights, classes: number): void {
  if (weights.length === classes) return;
  throw new UsageError(`classWeights has ${weights.length} weights, the loss has ${classes} classes`, {
    advice: "Give one for each class, or 'balanced'",
  });
}
