import { elementCount, fromNumbers, sameShape } from '../core/index.ts';
import { dataTypeNumbers, type Graph, type GraphBuilder, producers, type Value } from '../graph/index.ts';

/** Statistics of everything that one layer puts out for a batch. */
export interface ActivationStatistics {
  /** Not finite where an element is not: a finite one proves that all elements are finite. */
  readonly mean: number;
  /** Standard deviation over all elements. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Share of elements that are exactly zero, 0 to 1. */
  readonly zeros: number;
  /** Share of units (features, channels) that are zero for every sample of the batch: dead ones behind a ReLU. */
  readonly deadUnits: number;
  /**
   * Share of units within 0.01 of a limit of a sigmoid, tanh or softsign, where their gradient has all but vanished; of a
   * softmax, the share of samples in which one class has more than 0.99. Undefined for other outputs.
   */
  readonly saturated: number | undefined;
}

/** What the statistics of a value depend on besides its elements. */
export interface Subject {
  readonly value: Value;
  /** Axis that the units lie along. */
  readonly unitAxis: number;
  readonly saturation: Saturation | undefined;
}

/** When an element is saturated: by the distance from the middle of its range, or above a limit along an axis. */
type Saturation =
  | { readonly kind: 'range'; readonly middle: number; readonly distance: number }
  | { readonly kind: 'share'; readonly limit: number; readonly axis: number };

/** Operators that hand their input's elements on in the same order. */
const passesOn: ReadonlySet<string> = new Set(['Identity', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);
/** Operators whose units lie along the last axis; in all others along the first after the batch. */
const unitsLast: ReadonlySet<string> = new Set(['MatMul', 'Gather', 'LayerNormalization', 'LSTM', 'GRU', 'RNN']);
const unitsSecond: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm', 'BatchNormalization']);

/** How the output of that name is to be judged, by the operators that computed it. */
export function subjectOf(graph: Graph, name: string, value: Value): Subject {
  const computed = producers(graph.nodes);
  let producer = computed.get(name);
  while (producer !== undefined && passesOn.has(producer.opType)) producer = computed.get(producer.inputs[0]!);
  const { axis } = producer?.attributes ?? {};
  const last = Math.max(0, value.shape.length - 1);
  const saturation = saturationOf(producer?.opType, axis?.type === 'int' ? axis.value : -1);
  while (producer !== undefined && !unitsLast.has(producer.opType) && !unitsSecond.has(producer.opType)) {
    producer = computed.get(producer.inputs[0]!);
  }
  const unitAxis = producer !== undefined && unitsLast.has(producer.opType) ? last : Math.min(1, last);
  return { value, unitAxis, saturation };
}

function saturationOf(opType: string | undefined, axis: number): Saturation | undefined {
  switch (opType) {
    case 'Sigmoid':
    case 'HardSigmoid':
      return { kind: 'range', middle: 0.5, distance: 0.49 };
    case 'Tanh':
    case 'Softsign':
      return { kind: 'range', middle: 0, distance: 0.99 };
    case 'Softmax':
      return { kind: 'share', limit: 0.99, axis };
    case 'LogSoftmax':
      return { kind: 'share', limit: Math.log(0.99), axis };
    default:
      return undefined;
  }
}

/** Numbers that every row of statistics begins with; the zeros of each unit follow. */
const fixedNumbers = 5;

/** How many numbers the row of a value's statistics has. */
export function statisticsLength({ value: { shape }, unitAxis }: Subject): number {
  return fixedNumbers + unitCount(shape as number[], unitAxis);
}

const unitCount = (shape: readonly number[], unitAxis: number): number => shape[unitAxis] ?? 1;

/** Writes the row of a value's statistics, as parts `[1, 1, numbers]` to be joined. */
export function writeStatistics(builder: GraphBuilder, { value, unitAxis, saturation }: Subject): Value[] {
  const shape = value.shape as number[];
  const units = unitCount(shape, unitAxis);
  const before = elementCount(shape.slice(0, unitAxis));
  const after = elementCount(shape) / before / units;
  // Never an inner axis of length 1: ONNX Runtime is slow on them.
  const x = reshape(builder, value, after === 1 ? [1, before, units] : [before, units, after]);
  const toFloat = (truth: Value) => builder.op('Cast', [truth], { to: dataTypeNumbers.float32 });
  const mean = builder.op('ReduceMean', [x]);
  const isZero = toFloat(builder.op('Equal', [x, builder.scalar(0)]));
  const zerosByUnit = builder.op('ReduceSum', [isZero, builder.ints(after === 1 ? [1] : [0, 2])]);
  return [
    mean,
    builder.op('ReduceSumSquare', [builder.op('Sub', [x, mean])]),
    builder.op('ReduceMin', [x]),
    builder.op('ReduceMax', [x]),
    saturation === undefined
      ? builder.constant(fromNumbers('float32', [1, 1, 1], [0]))
      : builder.op('ReduceSum', [toFloat(isSaturated(builder, x, saturation))]),
    reshape(builder, zerosByUnit, [1, 1, units]),
  ];
}

function isSaturated(builder: GraphBuilder, x: Value, saturation: Saturation): Value {
  if (saturation.kind === 'share') return builder.op('Greater', [x, builder.scalar(saturation.limit)]);
  const fromMiddle = builder.op('Abs', [builder.op('Sub', [x, builder.scalar(saturation.middle)])]);
  return builder.op('Greater', [fromMiddle, builder.scalar(saturation.distance)]);
}

function reshape(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  return sameShape(value.shape, shape) ? value : builder.op('Reshape', [value, builder.ints(shape)]);
}

/** The statistics of a value from the row that {@link writeStatistics} has written. */
export function readStatistics(
  row: ArrayLike<number>,
  { value: { shape }, unitAxis, saturation }: Subject,
): ActivationStatistics {
  const lengths = shape as number[];
  const elements = elementCount(lengths);
  const units = unitCount(lengths, unitAxis);
  let zeros = 0;
  let deadUnits = 0;
  for (let i = fixedNumbers; i < row.length; i++) {
    zeros += row[i]!;
    if (row[i] === elements / units) deadUnits++;
  }
  const judged = saturation?.kind === 'share' ? elements / (lengths.at(saturation.axis) ?? 1) : elements;
  return {
    mean: row[0]!,
    deviation: Math.sqrt(row[1]! / elements),
    minimum: row[2]!,
    maximum: row[3]!,
    zeros: zeros / elements,
    deadUnits: deadUnits / units,
    saturated: saturation === undefined ? undefined : row[4]! / judged,
  };
}
