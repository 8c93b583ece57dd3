import { elementCount, UsageError } from '../../core/index.ts';
import type { GraphBuilder, Value, ValueType } from '../../graph/index.ts';
import type { ClassWeights } from './class-weights.ts';
import type { Loss } from './loss.ts';

/** How the terms of a loss become one number, see `reductionOption`. */
export type Reduction = 'mean' | 'sum' | 'sumOfRows';

/** The loss with its terms added up in place of averaged. */
export function reduced(loss: Loss, reduction: Reduction): Loss {
  if (reduction === 'mean') return loss;
  return {
    ...loss,
    takesClassWeights: false,
    write(builder, output, target) {
      const { shape } = target.shape.length === output.shape.length ? broadcastType(output, target) : output;
      const isLast = loss.terms === 'outputs' || loss.classesLast === true;
      const row = (isLast ? shape.slice(1).at(-1) : shape[1]) ?? 1;
      const perRow = loss.terms === 'rows' || reduction === 'sumOfRows' ? (row as number) : 1;
      const count = elementCount(shape as readonly number[]) / perRow;
      return builder.op('Mul', [loss.write(builder, output, target), builder.scalar(count)]);
    },
  };
}

/** The loss taking targets of any shape that can be broadcast with the output. */
export function broadcasting(loss: Loss): Loss {
  return {
    ...loss,
    targetType(output, given) {
      const plain = loss.targetType(output);
      if (given === undefined) return plain;
      const shape = withLastAxis(output, given);
      return isBroadcast(output, shape) ? { ...plain, shape } : plain;
    },
  };
}

/** One number for all steps of an output with one number a step: a last axis that the target lacks, Keras leaves out. */
function withLastAxis({ shape }: ValueType, given: readonly number[]): readonly number[] {
  return given.length === shape.length - 1 && shape.at(-1) === 1 ? [...given, 1] : given;
}

/** Whether a target of that shape is another than the output's, of as many axes, and can be broadcast with it. */
function isBroadcast({ shape }: ValueType, given: readonly number[]): boolean {
  const size = (lengths: ValueType['shape']) => elementCount(lengths.slice(1) as number[]);
  return (
    given.length === shape.length &&
    size(given) !== size(shape) &&
    given.every((length, axis) => axis === 0 || length === shape[axis] || length === 1 || shape[axis] === 1)
  );
}

function broadcastType(output: ValueType, target: ValueType): ValueType {
  const shape = output.shape.map((length, axis) => (length === 1 ? target.shape[axis]! : length));
  return { dtype: output.dtype, shape };
}

/**
 * The loss with terms that count by their class.
 *
 * @throws UsageError where the loss has no classes, or options that go with no weights
 */
export function withClassWeights(loss: Loss, classWeights: ClassWeights): Loss {
  if (loss.takesClassWeights !== true) {
    throw new UsageError('this loss takes no class weights', {
      advice:
        'They go with crossEntropy and binaryCrossEntropy, also on probabilities, without labelSmoothing and reduction',
    });
  }
  return { ...loss, write: (builder, output, target) => loss.write(builder, output, target, classWeights) };
}

/** The loss with the share `smoothing` of every label spread over all classes, or over yes and no. */
export function smoothed(loss: Loss, smoothing: number): Loss {
  if (smoothing === 0) return loss;
  return {
    ...loss,
    takesClassWeights: false,
    write(builder, output, target) {
      if (loss.target === 'classes') {
        const kept = builder.op('Mul', [loss.write(builder, output, target), builder.scalar(1 - smoothing)]);
        const logProbabilities = builder.op('LogSoftmax', [output], { axis: 1 });
        const spread = builder.op('ReduceMean', [logProbabilities], { keepdims: 0 });
        return builder.op('Sub', [kept, builder.op('Mul', [spread, builder.scalar(smoothing)])]);
      }
      const choices = loss.target === 'binary' ? 2 : (output.shape[1] as number);
      const kept = builder.op('Mul', [target, builder.scalar(1 - smoothing)]);
      return loss.write(builder, output, builder.op('Add', [kept, builder.scalar(smoothing / choices)]));
    },
  };
}

/** The loss for outputs, and one-hot targets, whose last axis is that of the classes. */
export function classesLast(loss: Loss): Loss {
  return {
    ...loss,
    classesLast: true,
    targetType(output) {
      if (loss.target !== 'classes') return loss.targetType(output);
      return loss.targetType({ ...output, shape: classesFirst(output.shape) });
    },
    write(builder, output, target, classWeights) {
      const rank = output.shape.length;
      if (rank <= 2) return loss.write(builder, output, target, classWeights);
      const perm = classesFirst([...output.shape.keys()]);
      const first = builder.op('Transpose', [output], { perm });
      const wanted = target.shape.length === rank ? builder.op('Transpose', [target], { perm }) : target;
      return loss.write(builder, first, wanted, classWeights);
    },
  };
}

/** The last of some axes moved behind the batch. */
function classesFirst<Axis>(axes: readonly Axis[]): Axis[] {
  return [axes[0]!, axes.at(-1)!, ...axes.slice(1, -1)];
}

/**
 * The loss that, where the output comes straight from a softmax or a sigmoid, is another one of what went into that: Keras
 * on TensorFlow keeps the logits of both activations with their output, and every cross-entropy takes them for its own.
 */
export function beforeActivation(loss: Loss, onLogits: Loss): Loss {
  return {
    ...loss,
    write(builder, output, target, classWeights) {
      const logits = logitsOf(builder, output);
      if (logits === undefined) return loss.write(builder, output, target, classWeights);
      return onLogits.write(builder, logits, target, classWeights);
    },
  };
}

function logitsOf(builder: GraphBuilder, output: Value): Value | undefined {
  const node = builder.nodes.findLast(({ outputs }) => outputs[0] === output.name);
  if (node?.opType === 'Identity') return logitsOf(builder, builder.value(node.inputs[0]!));
  return node?.opType === 'Softmax' || node?.opType === 'Sigmoid' ? builder.value(node.inputs[0]!) : undefined;
}
