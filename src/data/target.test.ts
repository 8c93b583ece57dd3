import { describe, expect, it } from 'vitest';
import { type DataType, fromNumbers, toNumbers } from '../core/index.ts';
import { integerClassValues, isOneHot } from './classes.ts';
import { encodeTargets, type RawTarget, type TargetOptions } from './target.ts';

function encode(
  values: RawTarget['values'],
  options?: TargetOptions,
): { values: number[]; dtype: string; shape: readonly number[]; classNames: readonly string[] | undefined } {
  const { targets, classNames } = encodeTargets(
    [{ place: "made: target 'y'", target: { name: 'y', values } }],
    options,
  );
  const target = targets[0]!;
  return { values: toNumbers(target), dtype: target.dtype, shape: target.shape, classNames };
}

function numbers(dtype: DataType, values: number[], shape: number[] = [values.length]): RawTarget['values'] {
  return fromNumbers(dtype, shape, values);
}

describe('integerClassValues', () => {
  const repeat = (values: number[], times: number): number[] => Array.from({ length: times }, () => values).flat();

  it.each([
    ['digits', repeat([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 20), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['classes from 1', repeat([3, 1, 2], 5), [1, 2, 3]],
    ['minus one and one', repeat([-1, 1], 4), [-1, 1]],
    ['two codes', repeat([2, 4], 4), [2, 4]],
    ['0 and 1 once each', [1, 0], [0, 1]],
    ['digits of which some are absent', repeat([0, 1, 3, 4], 4), [0, 1, 2, 3, 4]],
    [
      'a thousand labels of a million samples',
      repeat(
        Array.from({ length: 1000 }, (_, i) => i),
        1001,
      ),
      Array.from({ length: 1000 }, (_, i) => i),
    ],
  ])('takes %s for classes', (_name, values, classes) => {
    expect(integerClassValues(values)).toEqual(classes);
  });

  it.each([
    ['years', repeat([70, 71, 72, 73], 50)],
    ['every value different', [0, 1, 2, 3, 4]],
    [
      'many values',
      repeat(
        Array.from({ length: 40 }, (_, i) => i),
        5,
      ),
    ],
    ['few values far apart', repeat([0, 10, 19], 10)],
    ['one value', repeat([1], 10)],
    ['values from 1 with a gap', repeat([1, 2, 4], 10)],
  ])('takes %s for numbers', (_name, values) => {
    expect(integerClassValues(values)).toBeUndefined();
  });
});

describe('encodeTargets', () => {
  it('makes classes of texts, sorted by name, and of booleans', () => {
    expect(encode(['dog', 'cat', 'dog', 'cat'])).toEqual({
      values: [1, 0, 1, 0],
      dtype: 'int64',
      shape: [4],
      classNames: ['cat', 'dog'],
    });
    expect(encode(numbers('bool', [1, 0, 0]))).toMatchObject({ values: [1, 0, 0], classNames: ['false', 'true'] });
  });

  it('makes classes of integers by the rule, in one column or none, shifted to start at 0', () => {
    expect(encode(numbers('uint8', [2, 1, 3, 1, 2, 3]))).toMatchObject({
      values: [1, 0, 2, 0, 1, 2],
      classNames: ['1', '2', '3'],
    });
    expect(encode(numbers('int64', [0, 1, 1], [3, 1]))).toMatchObject({
      values: [0, 1, 1],
      dtype: 'int64',
      shape: [3],
    });
    expect(encode(numbers('int32', [-1, 1, 1, -1]))).toMatchObject({ values: [0, 1, 1, 0], classNames: ['-1', '1'] });
  });

  it('makes float32 numbers of the rest, with an axis for the numbers of a sample', () => {
    expect(encode(numbers('float64', [0.5, 1.5]))).toEqual({
      values: [0.5, 1.5],
      dtype: 'float32',
      shape: [2, 1],
      classNames: undefined,
    });
    expect(encode(numbers('float32', [0, 1, 1, 0]))).toMatchObject({ dtype: 'float32', classNames: undefined });
    expect(encode(numbers('int16', [70, 80, 90, 70]))).toMatchObject({ dtype: 'float32', values: [70, 80, 90, 70] });
    expect(encode(numbers('uint8', [1, 0, 0, 1], [2, 2]))).toMatchObject({ dtype: 'float32', shape: [2, 2] });
  });

  it('does as it is told', () => {
    expect(encode(numbers('float32', [0, 1, 1, 0]), { asClasses: true })).toMatchObject({
      dtype: 'int64',
      classNames: ['0', '1'],
    });
    expect(encode(numbers('uint8', [0, 1, 1, 0]), { asClasses: false })).toMatchObject({
      dtype: 'float32',
      shape: [4, 1],
    });
    expect(encode(numbers('int32', [70, 90, 80]), { asClasses: true })).toMatchObject({
      values: [0, 2, 1],
      classNames: ['70', '80', '90'],
    });
    expect(encode(numbers('float32', [1, 0, 0, 1], [2, 2]), { asClasses: true })).toMatchObject({ dtype: 'float32' });
    expect(encode(['a', 'b', 'c'], { asClasses: true })).toMatchObject({ values: [0, 1, 2] });
  });

  it('encodes against the classes of a trained network', () => {
    expect(encode(['c', 'a'], { classNames: ['a', 'b', 'c'] })).toMatchObject({
      values: [2, 0],
      classNames: ['a', 'b', 'c'],
    });
    expect(encode(numbers('uint8', [9, 9]), { classNames: ['7', '8', '9'] })).toMatchObject({ values: [2, 2] });
    expect(() => encode(['d'], { classNames: ['a', 'b'] })).toThrow(
      "made: target 'y', sample 0: class 'd' is not among the 2 known classes: a, b",
    );
  });

  it('lets the first part decide for the others, and refuses classes it lacks', () => {
    const part = (place: string, values: RawTarget['values']) => ({ place, target: { name: 'y', values } });
    const { targets } = encodeTargets([part('a', ['x', 'y', 'x', 'y']), part('b', ['y'])]);
    expect(targets.map(toNumbers)).toEqual([[0, 1, 0, 1], [1]]);
    expect(() => encodeTargets([part('a', ['x', 'y', 'x', 'y']), part('b', ['z'])])).toThrow(
      "b, sample 0: class 'z' is not among",
    );
  });

  it.each([
    [
      ['a', 'b', 'c', 'a'],
      {},
      "3 different texts in 4 samples, such as 'a': expected class names that recur, or numbers",
    ],
    [['a', 'a'], { asClasses: true }, "every sample is of class 'a': expected two classes or more"],
    [['a', 'b', 'a', 'b'], { asClasses: false }, "found text such as 'a', expected numbers"],
    [numbers('float32', [0, 1.5]), { asClasses: true }, 'sample 1: 1.5 is not a class label'],
    [numbers('float32', [1, 1, 0, 1], [2, 2]), { asClasses: true }, 'received [2, 2] numbers that are not one-hot'],
    [
      numbers('float32', [1, 0, 0, 1], [2, 2]),
      { classNames: ['a', 'b', 'c'] },
      'one-hot rows of 2 classes, expected the 3 classes a, b, c',
    ],
  ])('refuses %j with %j in one line', (values, options, message) => {
    expect(() => encode(values, options)).toThrow(message);
  });
});

describe('isOneHot', () => {
  it('is true only of rows of 0 with a single 1', () => {
    expect(isOneHot([0, 1, 1, 0], 2)).toBe(true);
    expect(isOneHot([0, 1, 1, 1], 2)).toBe(false);
    expect(isOneHot([0, 1, 0, 0], 2)).toBe(false);
    expect(isOneHot([0, 0.5, 1, 0], 2)).toBe(false);
    expect(isOneHot([1, 1], 1)).toBe(false);
    expect(isOneHot([], 3)).toBe(false);
  });
});
