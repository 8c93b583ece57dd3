import { DataError, elementCount, formatShape, isFloat, type Tensor, tensor, toFloat64 } from '../core/index.ts';
import { distinctClassValues, encodeLabels, integerClassValues, isOneHot, listNames, sortTexts } from './classes.ts';

/** A target as a source holds it: numbers, or one text for each sample. */
export interface RawTarget {
  readonly name: string;
  readonly values: Tensor | readonly string[];
  /** The classes, where the source itself names them, as an image folder does. */
  readonly classNames?: readonly string[];
}

/** How to understand a target. */
export interface TargetOptions {
  /** `true`: classes; `false`: numbers; left out: by the rule of {@link encodeTargets}. */
  readonly asClasses?: boolean | undefined;
  /** The classes of a trained network, by index: labels are encoded against these. */
  readonly classNames?: readonly string[] | undefined;
}

/** Targets as networks train on them, one for each raw target, and the names of the classes where they are indices. */
interface EncodedTargets {
  readonly targets: readonly Tensor[];
  readonly classNames: readonly string[] | undefined;
}

/** A raw target with the place that messages name, such as `data.npz: 'y_train'`. */
interface PlacedTarget {
  readonly place: string;
  readonly target: RawTarget;
}

/**
 * Turns the targets of all parts of a dataset into class indices (int64, `[n]`) or numbers (float32, `[n, …]`). The first
 * part, the training data, decides for all: texts and booleans are classes; integers are classes by the rule of
 * {@link integerClassValues}; one-hot rows stay numbers that `inferTask` recognises; everything else is numbers.
 * Throws {@link DataError} for texts where numbers belong, texts that are no classes, and classes that the first part lacks.
 */
export function encodeTargets(parts: readonly PlacedTarget[], options: TargetOptions = {}): EncodedTargets {
  const first = parts[0];
  if (first === undefined) return { targets: [], classNames: undefined };
  const classNames = decideClasses(first, options);
  if (classNames === undefined) {
    return { targets: parts.map((part) => encodeNumbers(part.place, part.target.values)), classNames: undefined };
  }
  const targets = parts.map(({ place, target }) => {
    const indices = encodeLabels(place, labelsOf(place, target.values), classNames);
    return tensor('int64', [indices.length], indices);
  });
  return { targets, classNames };
}

/** The classes of a target, or `undefined` where it is numbers. */
function decideClasses({ place, target }: PlacedTarget, options: TargetOptions): readonly string[] | undefined {
  const { values } = target;
  if (options.asClasses === false) return undefined;
  if (!isTexts(values) && elementCount(values.shape.slice(1)) !== 1) {
    return checkColumns(place, values, options);
  }
  const classNames =
    options.classNames ?? target.classNames ?? inferClassNames(place, values, options.asClasses === true);
  if (classNames?.length === 1) {
    throw new DataError(`${place}: every sample is of class '${classNames[0]}': expected two classes or more`);
  }
  return classNames;
}

function inferClassNames(
  place: string,
  values: RawTarget['values'],
  asClasses: boolean,
): readonly string[] | undefined {
  if (isTexts(values)) {
    const names = sortTexts(new Set(values));
    if (!asClasses && 2 * names.length > values.length) {
      throw new DataError(
        `${place}: ${names.length} different texts in ${values.length} samples, such as '${names[0]}': expected class names that recur, or numbers`,
        { advice: 'Name another target, or say that these are classes' },
      );
    }
    return names;
  }
  if (values.dtype === 'bool') return ['false', 'true'];
  const numbers = toFloat64(values);
  if (asClasses) return (integerClassValues(numbers) ?? distinctClassValues(place, numbers)).map(String);
  return isFloat(values.dtype) ? undefined : integerClassValues(numbers)?.map(String);
}

/** Several numbers a sample are classes only as one-hot rows, which stay as they are. */
function checkColumns(place: string, values: Tensor, options: TargetOptions): undefined {
  if (options.asClasses !== true && options.classNames === undefined) return undefined;
  const columns = values.shape[1]!;
  if (values.shape.length !== 2 || !isOneHot(toFloat64(values), columns)) {
    throw new DataError(
      `${place}: expected one class for each sample, or one-hot rows, received ${formatShape(values.shape)} numbers that are not one-hot`,
    );
  }
  if (options.classNames !== undefined && options.classNames.length !== columns) {
    throw new DataError(
      `${place}: one-hot rows of ${columns} classes, expected the ${options.classNames.length} classes ${listNames(options.classNames)}`,
    );
  }
  return undefined;
}

function isTexts(values: RawTarget['values']): values is readonly string[] {
  return Array.isArray(values);
}

function labelsOf(place: string, values: RawTarget['values']): readonly string[] {
  if (isTexts(values)) return values;
  if (elementCount(values.shape) !== values.shape[0]) {
    throw new DataError(`${place}: expected one class for each sample, received shape ${formatShape(values.shape)}`);
  }
  const isBoolean = values.dtype === 'bool';
  return Array.from(toFloat64(values), (value) => (isBoolean ? String(value !== 0) : String(value)));
}

/** Numbers as float32, at least one axis a sample. */
function encodeNumbers(place: string, values: RawTarget['values']): Tensor {
  if (isTexts(values)) {
    throw new DataError(`${place}: found text such as '${values[0]}', expected numbers`, {
      advice: 'Name another target, or train on it as classes',
    });
  }
  const shape = values.shape.length === 1 ? [...values.shape, 1] : values.shape;
  const data = values.data instanceof Float32Array ? values.data : Float32Array.from(toFloat64(values));
  return tensor('float32', shape, data);
}
