import { type DataType, type Dimension, multiplyDimensions, toNumbers } from '../../core/index.ts';
import type { Node } from '../ir.ts';
import { dataTypeOfNumber } from './data-type-numbers.ts';

/**
 * A small tensor that a file computes from shapes: a scalar or a list, lengths of unknown axes by name. Integers, but for
 * the factors of a Resize.
 */
export interface ShapeValue {
  readonly dtype: DataType;
  readonly rank: 0 | 1 | 2;
  readonly elements: readonly Dimension[];
  /** Of a table (rank 2), how many elements a row has. */
  readonly columns?: number;
}

/** Longer lists are not shapes. */
export const mostElements = 64;

/** The value of a node's output, where it can be told from what is known of the inputs. */
type Rule = (node: Node, inputs: readonly (ShapeValue | undefined)[]) => ShapeValue | undefined;

/** How operators compute with shapes, as far as exporters write them. */
export const shapeRules: Readonly<Record<string, Rule>> = {
  Identity: (_node, [x]) => x,
  Cast: ({ attributes: { to } }, [x]) => {
    const dtype = to?.type === 'int' ? dataTypeOfNumber(to.value) : undefined;
    return x !== undefined && (dtype === 'int64' || dtype === 'int32') ? { ...x, dtype } : undefined;
  },
  Reshape: (_node, [x, shape]) => {
    const [length, columns, ...others] = numbersOf(shape) ?? [];
    if (x === undefined || shape === undefined || others.length > 0) return undefined;
    const { columns: _, ...list } = x;
    if (columns !== undefined) {
      const isTable =
        columns > 0 && (length === -1 ? x.elements.length % columns === 0 : length === x.elements.length / columns);
      return isTable ? { ...list, rank: 2, columns } : undefined;
    }
    if (length === undefined)
      return shape.elements.length === 0 && x.elements.length === 1 ? { ...list, rank: 0 } : undefined;
    return length === -1 || length === x.elements.length ? { ...list, rank: 1 } : undefined;
  },
  Unsqueeze: (_node, [x, axes]) => (x?.rank === 0 && axes?.elements.length === 1 ? { ...x, rank: 1 } : undefined),
  Squeeze: (_node, [x]) => (x?.rank === 1 && x.elements.length === 1 ? { ...x, rank: 0 } : undefined),
  Concat: (_node, inputs) => {
    const [first] = inputs;
    if (first === undefined || !inputs.every((input) => input?.rank === 1)) return undefined;
    return { ...first, elements: inputs.flatMap((input) => input!.elements) };
  },
  Gather: (_node, [x, indices]) => {
    const positions = numbersOf(indices);
    if (x?.rank !== 1 || indices === undefined || indices.rank === 2 || positions === undefined) return undefined;
    return shapeValue(
      x.dtype,
      indices.rank,
      positions.map((position) => x.elements.at(position)),
    );
  },
  Transpose: (_node, [x]) => {
    if (x?.rank !== 2) return undefined;
    const rows = rowsOf(x);
    const elements = rows[0]?.flatMap((_, column) => rows.map((row) => row[column]!)) ?? [];
    return { ...x, elements, columns: rows.length };
  },
  Slice: ({ inputs }, [x, starts, ends, axes, steps]) => {
    const [start] = numbersOf(starts) ?? [];
    const [end] = numbersOf(ends) ?? [];
    const [axis] = inputs[3] === undefined ? [0] : (numbersOf(axes) ?? []);
    const [step] = inputs[4] === undefined ? [1] : (numbersOf(steps) ?? []);
    if (x === undefined || x.rank === 0 || start === undefined || end === undefined) return undefined;
    if (axis !== 0 && !(axis === -1 && x.rank === 1)) return undefined;
    const rows = rowsOf(x);
    // PyTorch turns the order of a list round in this way.
    const isReversal = step === -1 && start === -1 && end <= -rows.length - 1;
    if (step !== 1 && !isReversal) return undefined;
    return { ...x, elements: (isReversal ? rows.reverse() : rows.slice(start, end)).flat() };
  },
  ConstantOfShape: ({ attributes: { value } }, [shape]) => {
    const [length, ...others] = numbersOf(shape) ?? [];
    if (length === undefined || length < 0 || length > mostElements || others.length > 0) return undefined;
    if (value?.type !== 'tensor' || value.value.dtype !== 'int64') return undefined;
    return shapeValue('int64', 1, new Array<number | undefined>(length).fill(toNumbers(value.value)[0]));
  },
  Range: (_node, inputs) => {
    const [start, limit, delta] = inputs.map((input) => numbersOf(input)?.[0]);
    const [first] = inputs;
    if (first === undefined || isFractional(first) || start === undefined || limit === undefined || !delta)
      return undefined;
    const length = Math.max(0, Math.ceil((limit - start) / delta));
    if (length > mostElements) return undefined;
    return shapeValue(
      first.dtype,
      1,
      Array.from({ length }, (_, i) => start + i * delta),
    );
  },
  Mul: elementwise(([a, b]) => {
    if (typeof a === 'number' && typeof b === 'number') return a * b;
    return isNegative(a) || isNegative(b) ? undefined : multiplyDimensions([a!, b!]);
  }),
  Add: elementwise(([a, b]) => {
    if (typeof a === 'number' && typeof b === 'number') return a + b;
    return a === 0 ? b : b === 0 ? a : undefined;
  }),
  Sub: elementwise(([a, b]) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return b === 0 ? a : undefined;
  }),
  Div: elementwise(([a, b]) => {
    if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : Math.trunc(a / b);
    return b === 1 ? a : undefined;
  }),
  Mod: elementwise(([a, b]) => {
    if (b === 1) return 0;
    return typeof a === 'number' && typeof b === 'number' && b > 0 ? ((a % b) + b) % b : undefined;
  }),
  Equal: elementwise(([a, b]) => {
    if (a === b) return 1;
    // Whether two names stand for the same length is not known; but no length is negative.
    return (typeof a === 'number' && typeof b === 'number') || isNegative(a) || isNegative(b) ? 0 : undefined;
  }, 'bool'),
  Where: elementwise(([choice, a, b]) => (choice === 1 ? a : choice === 0 ? b : undefined)),
};

/** An operator that goes element by element over its broadcast inputs. */
function elementwise(apply: (elements: readonly Dimension[]) => Dimension | undefined, result?: DataType): Rule {
  return (_node, inputs) => {
    const known = inputs.filter((input) => input !== undefined);
    const last = known.at(-1);
    if (last === undefined || known.length < inputs.length || known.some(isFractional)) return undefined;
    if (known.some(({ rank }) => rank === 2)) return undefined;
    const length = Math.max(...known.map(({ elements }) => elements.length));
    if (known.some(({ elements }) => elements.length !== 1 && elements.length !== length)) return undefined;
    const rank = known.some((input) => input.rank === 1) ? 1 : 0;
    const elements = Array.from({ length }, (_, index) =>
      apply(known.map((input) => input.elements[input.elements.length === 1 ? 0 : index]!)),
    );
    return shapeValue(result ?? last.dtype, rank, elements);
  };
}

/** The entries along the first axis. */
function rowsOf({ elements, columns = 1 }: ShapeValue): Dimension[][] {
  return Array.from({ length: elements.length / columns }, (_, row) =>
    elements.slice(row * columns, (row + 1) * columns),
  );
}

/** Whether the elements are numbers of any kind: then they are only moved, not computed with. */
function isFractional({ dtype }: ShapeValue): boolean {
  return dtype === 'float32';
}

/** The elements of a value whose every length is known. */
export function numbersOf(value: ShapeValue | undefined): readonly number[] | undefined {
  const numbers = value?.elements.filter((element) => typeof element === 'number');
  return numbers?.length === value?.elements.length ? numbers : undefined;
}

function shapeValue(
  dtype: DataType,
  rank: 0 | 1,
  elements: readonly (Dimension | undefined)[],
): ShapeValue | undefined {
  const known = elements.filter((element) => element !== undefined);
  return known.length === elements.length ? { dtype, rank, elements: known } : undefined;
}

function isNegative(element: Dimension | undefined): boolean {
  return typeof element === 'number' && element < 0;
}
