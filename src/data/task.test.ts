import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import { MemoryDataset, type NamedTensor } from './memory-dataset.ts';
import { classIndices, inferTask } from './task.ts';

function withTarget(values: NamedTensor['values'] | undefined, classNames?: string[]): MemoryDataset {
  const samples = values?.shape[0] ?? 3;
  const inputs = [{ name: 'x', values: fromNumbers('float32', [samples, 1], new Array(samples).fill(0)) }];
  return new MemoryDataset({
    source: 'made',
    layout: 'features',
    inputs,
    target: values && { name: 'y', values },
    classNames,
  });
}

describe('inferTask', () => {
  it('takes integers for class indices and counts the classes', () => {
    const labels = fromNumbers('int64', [3], [0, 2, 1]);
    expect(inferTask(withTarget(labels))).toMatchObject({ kind: 'classes', classCount: 3, oneHot: false });
    expect(inferTask(withTarget(labels, ['a', 'b', 'c', 'd']))).toMatchObject({
      classCount: 4,
      classNames: ['a', 'b', 'c', 'd'],
    });
  });

  it('recognises one-hot rows unless told otherwise', () => {
    const rows = fromNumbers('float32', [2, 3], [0, 1, 0, 0, 0, 1]);
    expect(inferTask(withTarget(rows))).toMatchObject({ kind: 'classes', classCount: 3, oneHot: true });
    expect(inferTask(withTarget(rows), false)).toEqual({ kind: 'numbers', size: 3 });
  });

  it('finds the row that is not one-hot among many', () => {
    const values = Array.from({ length: 400_000 }, (_, i) => i % 2);
    values[399_998] = 0.5;
    expect(inferTask(withTarget(fromNumbers('float32', [200_000, 2], values)))).toEqual({ kind: 'numbers', size: 2 });
  });

  it('takes other floats for numbers', () => {
    expect(inferTask(withTarget(fromNumbers('float32', [3, 1], [0, 1, 0])))).toEqual({ kind: 'numbers', size: 1 });
    expect(inferTask(withTarget(fromNumbers('float32', [1, 2, 2], [0, 1, 0, 0])))).toEqual({
      kind: 'numbers',
      size: 4,
    });
  });

  it('refuses a dataset without target, and negative indices', () => {
    expect(() => inferTask(withTarget(undefined))).toThrow('made: no target');
    expect(() => inferTask(withTarget(fromNumbers('int64', [2], [0, -1])))).toThrow(
      "target 'y', sample 1: class index -1 is negative",
    );
  });
});

describe('classIndices', () => {
  it('gives the class of each sample of indices and of one-hot rows, and nothing for numbers', () => {
    expect(classIndices(withTarget(fromNumbers('int64', [3], [0, 2, 1])))).toEqual(Int32Array.of(0, 2, 1));
    expect(classIndices(withTarget(fromNumbers('float32', [2, 3], [0, 1, 0, 0, 0, 1])))).toEqual(Int32Array.of(1, 2));
    expect(classIndices(withTarget(fromNumbers('float32', [2, 1], [0.5, 1])))).toBeUndefined();
    expect(classIndices(withTarget(undefined))).toBeUndefined();
  });
});
