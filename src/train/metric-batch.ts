import { type ConcreteShape, elementCount } from '../core/index.ts';
import type { MetricBatch, OutputKind, TargetKind } from '../nn/index.ts';

interface BatchForMetrics {
  readonly samples: number;
  /** Of the outputs, batch first. */
  readonly shape: ConcreteShape;
  readonly outputs: Float32Array;
  readonly targets: Float32Array | BigInt64Array;
  /** Shape of one sample's target. */
  readonly target: ConcreteShape;
  readonly targetKind: TargetKind;
  readonly outputKind: OutputKind;
  /** As in the loss. */
  readonly classesLast?: boolean | undefined;
}

/** Outputs and targets as metrics take them: where the loss broadcasts one of them, so are these. */
export function metricBatch({ shape, outputs, targets, target, ...given }: BatchForMetrics): MetricBatch {
  const { samples, targetKind } = given;
  // Without classes the rows of outputs lie along the last axis; only Keras's accuracy asks for them.
  const isLast = given.classesLast === true || targetKind === 'binary' || targetKind === 'numbers';
  const rest = { ...given, classesLast: isLast };
  const classesOf = (lengths: ConcreteShape) => (isLast ? lengths.slice(1).at(-1) : lengths[1]) ?? 1;
  const isBroadcast = targetKind !== 'classes' && elementCount(target) !== elementCount(shape.slice(1));
  if (!isBroadcast) {
    return { ...rest, width: outputs.length / samples, classes: classesOf(shape), outputs, targets };
  }
  const sizes = shape.map((_, axis) => [samples, ...target][axis] ?? 1);
  const common = shape.map((length, axis) => Math.max(length, sizes[axis]!));
  const width = elementCount(common.slice(1));
  return {
    ...rest,
    width,
    classes: classesOf(common),
    givenTargets: elementCount(target),
    outputs: broadcast(outputs, shape, common),
    targets: broadcast(Float32Array.from(targets, Number), sizes, common),
  };
}

function broadcast(values: Float32Array, from: ConcreteShape, to: ConcreteShape): Float32Array {
  const sizeAfter = (shape: ConcreteShape, axis: number) => elementCount(shape.slice(axis + 1));
  return Float32Array.from({ length: elementCount(to) }, (_, element) => {
    const source = to.reduce((index, length, axis) => {
      const place = Math.floor(element / sizeAfter(to, axis)) % length;
      return from[axis] === 1 ? index : index + place * sizeAfter(from, axis);
    }, 0);
    return values[source]!;
  });
}
