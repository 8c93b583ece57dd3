import { allocate, elementCount, formatShape, RuntimeError, type Tensor } from '../core/index.ts';
import type { Value } from '../graph/index.ts';
import type { Tensors } from './executor.ts';

/** Sizes of symbolic axes, as the tensors given so far set them. */
type AxisSizes = Map<string, number>;

/**
 * Checks that there is a tensor for every input and that each fits, and returns the sizes of the symbolic axes.
 *
 * @throws RuntimeError naming the input
 */
export function checkFeeds(inputs: readonly Value[], feeds: Tensors): AxisSizes {
  const sizes: AxisSizes = new Map();
  checkNames('input', inputs, feeds);
  for (const input of inputs) {
    const feed = feeds[input.name];
    if (feed === undefined) {
      throw new RuntimeError(`input '${input.name}' is missing: expected ${formatType(input)}`);
    }
    checkTensor('input', input, feed, sizes);
  }
  return sizes;
}

/**
 * Checks that each tensor fits the output that it is to receive and that none overlaps the memory of another tensor.
 *
 * @throws RuntimeError naming the output
 */
export function checkFetches(outputs: readonly Value[], fetches: Tensors, feeds: Tensors, sizes: AxisSizes): void {
  checkNames('output', outputs, fetches);
  const occupied: (readonly [place: string, tensor: Tensor])[] = Object.entries(feeds).map(([name, feed]) => [
    `input '${name}'`,
    feed,
  ]);
  for (const output of outputs) {
    const fetch = fetches[output.name];
    if (fetch === undefined) continue;
    checkTensor('output', output, fetch, sizes);
    for (const [place, other] of occupied) {
      if (overlap(fetch, other)) {
        throw new RuntimeError(`output '${output.name}' overlaps ${place} in memory: expected memory of its own`);
      }
    }
    occupied.push([`output '${output.name}'`, fetch]);
  }
  if (Object.keys(fetches).length === 0) {
    throw new RuntimeError(`no output is asked for: expected some of ${listNames(outputs)}`);
  }
}

function checkNames(kind: 'input' | 'output', values: readonly Value[], tensors: Tensors): void {
  for (const name of Object.keys(tensors)) {
    if (!values.some((value) => value.name === name)) {
      throw new RuntimeError(`there is no ${kind} '${name}': expected ${listNames(values)}`);
    }
  }
}

function checkTensor(kind: 'input' | 'output', value: Value, tensor: Tensor, sizes: AxisSizes): void {
  const fail = (message: string): never => {
    throw new RuntimeError(`${kind} '${value.name}': ${message}`);
  };
  const { dtype, shape, data } = tensor;
  const fits =
    shape.length === value.shape.length &&
    value.shape.every((dimension, axis) => {
      const size = shape[axis]!;
      if (typeof dimension === 'number') return dimension === size;
      const known = sizes.get(dimension);
      if (known === undefined) sizes.set(dimension, size);
      return known === undefined || known === size;
    });
  if (dtype !== value.dtype || !fits) {
    const expected = value.shape.map((dimension) => sizes.get(String(dimension)) ?? dimension);
    fail(`expected ${formatType({ dtype: value.dtype, shape: expected })}, received ${formatType(tensor)}`);
  }
  const arrayType = allocate(dtype, 0)[Symbol.toStringTag];
  if (data[Symbol.toStringTag] !== arrayType) {
    fail(`expected a ${arrayType} for ${dtype}, received a ${data[Symbol.toStringTag]}`);
  }
  if (data.length !== elementCount(shape)) {
    fail(`expected ${elementCount(shape)} elements for shape ${formatShape(shape)}, received ${data.length}`);
  }
  if (data.buffer[Symbol.toStringTag] !== 'ArrayBuffer') {
    fail('its memory is shared between threads, expected an ordinary ArrayBuffer or unshared WebAssembly memory');
  }
}

function overlap(a: Tensor, b: Tensor): boolean {
  const [first, second] = [a.data, b.data];
  return (
    first.buffer === second.buffer &&
    first.byteLength > 0 &&
    second.byteLength > 0 &&
    first.byteOffset < second.byteOffset + second.byteLength &&
    second.byteOffset < first.byteOffset + first.byteLength
  );
}

function formatType({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>): string {
  return `${dtype} ${formatShape(shape)}`;
}

function listNames(values: readonly Value[]): string {
  return values.length === 0 ? 'none' : values.map(({ name }) => `'${name}'`).join(', ');
}
