import { elementCount, formatShape } from '../core/index.ts';
import type { AttributeSchema, NodeContext } from '../graph/index.ts';
import { type ReferenceTensor, random, type Sample, type SampleInput, values } from './operator.ts';
import { logSoftmaxOf } from './operators/log-softmax.ts';

/** The attributes of the softmax cross-entropy and of its gradient. */
export const crossEntropyAttributes = {
  ignore_index: { type: 'int' },
  reduction: { type: 'string', default: 'mean' },
} as const satisfies Record<string, AttributeSchema>;

/** Checks scores [batch, classes, ...], labels [batch, ...] and weights [classes], which stand from input `first` on. */
export function requireScoresAndLabels(context: NodeContext, first: number): void {
  const scores = context.shape(first);
  const labels = context.type(first + 1);
  if (scores.length < 2) {
    throw context.error(`scores have shape ${formatShape(scores)}, expected [batch, classes, ...]`);
  }
  const expected = [scores[0]!, ...scores.slice(2)];
  const differs = expected.some(
    (length, axis) => length !== labels.shape[axis] && typeof length === typeof labels.shape[axis],
  );
  if (labels.shape.length !== expected.length || differs) {
    throw context.error(
      `labels have shape ${formatShape(labels.shape)}, expected ${formatShape(expected)} for scores of shape ${formatShape(scores)}`,
      'Labels are class numbers, not one-hot rows',
    );
  }
  if (labels.dtype !== 'int64' && labels.dtype !== 'int32') {
    throw context.error(`labels have type ${labels.dtype}, expected int64`);
  }
  if (context.has(first + 2)) {
    const weights = context.shape(first + 2);
    if (weights.length !== 1 || (typeof scores[1] === 'number' && weights[0] !== scores[1])) {
      throw context.error(`weights have shape ${formatShape(weights)}, expected [${scores[1]}]: one a class`);
    }
  }
  const reduction = context.string('reduction');
  if (!['mean', 'sum', 'none'].includes(reduction)) {
    throw context.error(`reduction is '${reduction}', expected 'mean', 'sum' or 'none'`);
  }
}

/** One labelled row of scores. */
export interface LabelledRow {
  readonly logProbabilities: Float64Array;
  readonly label: number;
  /** Weight of the label; 0 where the label is ignored. */
  readonly weight: number;
  /** Flat index into the scores of a class of this row. */
  at(classIndex: number): number;
}

/** Every row of scores [batch, classes, ...] with its label. Throws GraphError where a label is no class. */
export function labelledRows(
  context: NodeContext,
  scores: ReferenceTensor,
  labels: ReferenceTensor,
  weights: ReferenceTensor | undefined,
): LabelledRow[] {
  const classes = scores.shape[1]!;
  const size = elementCount(scores.shape.slice(2));
  const ignored = context.optionalInt('ignore_index');
  return Array.from(labels.data, (label, row) => {
    const base = Math.floor(row / size) * classes * size + (row % size);
    const at = (classIndex: number) => base + classIndex * size;
    if (label !== ignored && !(label >= 0 && label < classes)) {
      throw context.error(`label ${label} of row ${row} is not one of the ${classes} classes, 0 to ${classes - 1}`);
    }
    const logProbabilities = logSoftmaxOf(Float64Array.from({ length: classes }, (_, c) => scores.data[at(c)]!));
    return { logProbabilities, label, weight: label === ignored ? 0 : (weights?.data[label] ?? 1), at };
  });
}

/** What the weighted losses of the rows are divided by. */
export function divisor(context: NodeContext, rows: readonly LabelledRow[]): number {
  return context.string('reduction') === 'mean' ? rows.reduce((sum, { weight }) => sum + weight, 0) : 1;
}

const classWeights: SampleInput = { ...values([3], [0.5, 1, 3]), constant: true };

/** Samples of the loss; its gradient takes the same with dLoss before them. */
export const crossEntropySamples = [
  { name: 'mean', inputs: [random([4, 3]), labels([4], 2, 0, 1, 1)], attributes: {} },
  { name: 'sum', inputs: [random([4, 3]), labels([4], 2, 0, 1, 1)], attributes: { reduction: 'sum' } },
  { name: 'none', inputs: [random([4, 3]), labels([4], 2, 0, 1, 1)], attributes: { reduction: 'none' } },
  {
    name: 'mean, a label ignored',
    inputs: [random([4, 3]), labels([4], 2, -1, 1, 1)],
    attributes: { ignore_index: -1 },
  },
  {
    name: 'none, a class ignored',
    inputs: [random([4, 3]), labels([4], 2, 0, 1, 1)],
    attributes: { ignore_index: 1, reduction: 'none' },
  },
  {
    name: 'mean, weights',
    inputs: [random([4, 3]), labels([4], 2, 0, 1, 1), classWeights],
    attributes: { ignore_index: -100 },
  },
  {
    name: 'sum, weights, a class ignored',
    inputs: [random([5, 3]), labels([5], 2, 0, 1, 1, 0), classWeights],
    attributes: { ignore_index: 1, reduction: 'sum' },
  },
  { name: 'mean, images', inputs: [random([2, 3, 1, 2]), labels([2, 1, 2], 2, 0, 1, 1)], attributes: {} },
  {
    name: 'none, sequences, weights',
    inputs: [random([2, 3, 2]), labels([2, 2], 2, 0, 1, 1), classWeights],
    attributes: { reduction: 'none' },
  },
  { name: 'large scores', inputs: [random([2, 3], 900, 990), labels([2], 1, 0)], attributes: {} },
] as const satisfies readonly Sample[];

function labels(shape: readonly number[], ...classes: number[]): SampleInput {
  return values(shape, classes, 'int64');
}
