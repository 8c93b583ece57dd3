import { elementCount } from '../../core/index.ts';
import { dataTypeNumbers, type GraphBuilder, type Value } from '../../graph/index.ts';
import { type FittedInput, type SquashFunction, squashFunctions } from './fitted-preparation.ts';

const greatestFloat32 = 3.4028234663852886e38;

/**
 * Writes the nodes that prepare a raw input `[batch, ...]`: missing values filled, clipped, squashed, whitened, then
 * categories as one feature each and indicators of missing values behind the other features. Their numbers are constants
 * of the graph, which no training changes.
 */
export function writePreparation(builder: GraphBuilder, raw: Value, fitted: FittedInput): Value {
  const { groups, fill, minimum, maximum, squash, mean, deviation, oneHot = [], indicators = [] } = fitted;
  const constant = (part: string, numbers: readonly number[]) => {
    const same = numbers.every((number) => number === numbers[0]);
    return builder.constant(
      same
        ? { dtype: 'float32', shape: [], data: Float32Array.of(numbers[0]!) }
        : { dtype: 'float32', shape: groups, data: Float32Array.from(numbers) },
      `preparation/${part}`,
    );
  };
  let value = raw;
  if (fill !== undefined) {
    value = builder.op('Where', [
      builder.op('IsNaN', [raw]),
      constant(
        'fill',
        fill.map((number) => number ?? Number.NaN),
      ),
      value,
    ]);
  }
  if (minimum?.some((number) => number !== null)) {
    const least = minimum.map((number) => number ?? -greatestFloat32);
    value = builder.op('Max', [value, constant('minimum', least)]);
  }
  if (maximum?.some((number) => number !== null)) {
    const greatest = maximum.map((number) => number ?? greatestFloat32);
    value = builder.op('Min', [value, constant('maximum', greatest)]);
  }
  if (squash !== undefined) {
    for (const name of squashFunctions) {
      const isSquashed = squash.map((choice) => choice?.function === name);
      if (!isSquashed.includes(true)) continue;
      const inverse = squash.map((choice) => (choice?.function === name ? 1 / choice.scale : 1));
      const squashed = writeSquash(builder, builder.op('Mul', [value, constant('inverse_scale', inverse)]), name);
      value = isSquashed.every(Boolean)
        ? squashed
        : builder.op('Where', [mask(builder, isSquashed, groups), squashed, value]);
    }
  }
  if (mean !== undefined && deviation !== undefined) {
    // The mean is subtracted first, which keeps the precision of values that are large against their spread.
    const centred = builder.op('Sub', [value, constant('mean', mean)]);
    const inverse = deviation.map((number) => (number > 0 ? 1 / number : 1));
    value = builder.op('Mul', [centred, constant('inverse_deviation', inverse)]);
  }
  if (oneHot.length === 0 && indicators.length === 0) return value;
  return writeColumns(builder, raw, value, fitted);
}

function mask(builder: GraphBuilder, choices: readonly boolean[], shape: readonly number[]): Value {
  const data = Uint8Array.from(choices, Number);
  return builder.constant({ dtype: 'bool', shape, data }, 'preparation/is_squashed');
}

function writeSquash(builder: GraphBuilder, x: Value, name: SquashFunction): Value {
  const one = builder.scalar(1);
  switch (name) {
    case 'tanh':
      return builder.op('Tanh', [x]);
    case 'log1p':
      // Values below 0 have no logarithm; the training set had none.
      return builder.op('Log', [builder.op('Add', [builder.op('Relu', [x]), one])]);
    case 'asinh': {
      // Of the magnitude, with the sign put back: x + √(x² + 1) itself cancels where x is far below 0.
      const magnitude = builder.op('Abs', [x]);
      const root = builder.op('Sqrt', [builder.op('Add', [builder.op('Mul', [x, x]), one])]);
      return builder.op('Mul', [builder.op('Sign', [x]), builder.op('Log', [builder.op('Add', [magnitude, root])])]);
    }
  }
}

/** The columns of numbers, those of categories as one feature each, and the indicators, side by side. */
function writeColumns(builder: GraphBuilder, raw: Value, value: Value, fitted: FittedInput): Value {
  const { shape, oneHot = [], indicators = [] } = fitted;
  const encoded = new Set(oneHot.map(({ column }) => column));
  const kept = Array.from({ length: elementCount(shape) }, (_, column) => column).filter((c) => !encoded.has(c));
  const toFloat = (condition: Value) => builder.op('Cast', [condition], { to: dataTypeNumbers.float32 });
  const columns = (from: Value, indices: readonly number[]) =>
    builder.op('Gather', [from, builder.ints(indices)], { axis: 1 });
  const parts: Value[] = [];
  if (kept.length > 0) parts.push(encoded.size === 0 ? value : columns(value, kept));
  for (const { column, categories } of oneHot) {
    const data = Float32Array.from({ length: categories }, (_, index) => index);
    const indices = builder.constant({ dtype: 'float32', shape: [categories], data }, 'preparation/categories');
    // A category that is missing or unknown equals none of them: all zeros.
    parts.push(toFloat(builder.op('Equal', [columns(raw, [column]), indices])));
  }
  if (indicators.length > 0) parts.push(toFloat(builder.op('IsNaN', [columns(raw, indicators)])));
  return parts.length === 1 ? parts[0]! : builder.op('Concat', parts, { axis: 1 });
}
