import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import { assignRoles, datasetsFromArrays } from './named-arrays.ts';

function roles(names: string[], target?: string, withTarget = true): Record<string, [string[], string | undefined]> {
  const assigned = assignRoles('made.npz', names, { target, withTarget });
  return Object.fromEntries(
    Object.entries(assigned).map(([part, { inputs, target: found }]) => [
      part,
      [inputs.map(({ array }) => array), found?.array],
    ]),
  );
}

describe('assignRoles', () => {
  it.each([
    [['x', 'y'], { train: [['x'], 'y'] }],
    [['Y', 'X'], { train: [['X'], 'Y'] }],
    [['images', 'labels', 'notes'], { train: [['images'], 'labels'] }],
    [['data', 'target', 'images'], { train: [['images'], 'target'] }],
    [['inputs', 'targets'], { train: [['inputs'], 'targets'] }],
    [['left', 'right', 'y'], { train: [['left', 'right'], 'y'] }],
    [
      ['x_train', 'y_train', 'x_val', 'y_val', 'x_test', 'y_test'],
      { train: [['x_train'], 'y_train'], validation: [['x_val'], 'y_val'], test: [['x_test'], 'y_test'] },
    ],
    [
      ['train_images', 'train_labels', 'valid_images', 'valid_labels'],
      { train: [['train_images'], 'train_labels'], validation: [['valid_images'], 'valid_labels'] },
    ],
    [['a_train', 'b_train', 'y_train'], { train: [['a_train', 'b_train'], 'y_train'] }],
    [['x', 'y', 'x_test', 'y_test'], { train: [['x'], 'y'], test: [['x_test'], 'y_test'] }],
    [['x_train', 'y_train', 'x_test', 'x'], { train: [['x_train'], 'y_train'] }],
  ])('finds inputs, target and parts in %j', (names, expected) => {
    expect(roles(names)).toEqual(expected);
  });

  it('takes the target that is asked for, with or without its part', () => {
    expect(roles(['a', 'b', 'y'], 'b')).toEqual({ train: [['a', 'y'], 'b'] });
    expect(roles(['x_train', 'z_train', 'x_val', 'z_val'], 'z')).toMatchObject({ validation: [['x_val'], 'z_val'] });
    expect(roles(['x_train', 'z_train'], 'z_train')).toEqual({ train: [['x_train'], 'z_train'] });
  });

  it('passes over the target where none is needed', () => {
    expect(roles(['x', 'y'], undefined, false)).toEqual({ train: [['x'], undefined] });
    expect(roles(['a', 'labels'], 'labels', false)).toEqual({ train: [['a'], undefined] });
    expect(roles(['a'], 'absent', false)).toEqual({ train: [['a'], undefined] });
    expect(roles(['x_train', 'y_train', 'x_test'], undefined, false)).toMatchObject({ test: [['x_test'], undefined] });
  });

  it.each([
    [
      ['a', 'b'],
      undefined,
      'made.npz: no array is called y, labels or target; the arrays are a, b. Name the target (--target NAME)',
    ],
    [['x', 'y', 'labels'], undefined, 'several arrays could be the target (y, labels)'],
    [['x', 'y'], 'z', "made.npz: no array 'z'; the arrays are x, y"],
    [['y'], undefined, 'no inputs beside the target among y'],
    [['x_train', 'y_test'], undefined, 'no part has both inputs and a target among x_train, y_test'],
    [
      ['a_train', 'b_train', 'y_train', 'a_val', 'y_val'],
      undefined,
      "no input 'b' in the validation part, which has a_val, y_val",
    ],
  ])('refuses %j with target %j in one line', (names, target, message) => {
    expect(() => roles(names, target)).toThrow(message);
  });
});

describe('datasetsFromArrays', () => {
  it('makes datasets of arrays in memory', () => {
    const x = fromNumbers('float32', [4, 3], new Array(12).fill(0));
    const { train } = datasetsFromArrays({ x, y: ['cat', 'dog', 'dog', 'cat'] }, { source: 'pets' });
    expect(train).toMatchObject({ source: 'pets', length: 4, layout: 'features', classNames: ['cat', 'dog'] });
  });

  it('gives the layout it is told and one number a sample an axis', () => {
    const x = fromNumbers('float32', [2, 6, 5], new Array(60).fill(0));
    const y = fromNumbers('float32', [2], [0.5, 1]);
    expect(datasetsFromArrays({ x, y }, { layout: 'NHW' }).train.layout).toBe('NHW');
    expect(datasetsFromArrays({ a: y, y }, {}).train.inputs).toEqual([{ name: 'a', dtype: 'float32', shape: [1] }]);
  });

  it('refuses texts as inputs, and parts that do not fit together', () => {
    const x = fromNumbers('float32', [2, 3], new Array(6).fill(0));
    const y = fromNumbers('float32', [2], [0.5, 1]);
    expect(() => datasetsFromArrays({ x: ['a', 'b'], y })).toThrow("arrays: array 'x' holds texts such as 'a'");
    const wide = fromNumbers('float32', [2, 4], new Array(8).fill(0));
    expect(() => datasetsFromArrays({ x_train: x, y_train: y, x_val: wide, y_val: y })).toThrow(
      "arrays (validation part): 'x' with samples of shape [4], expected 'x' with samples of shape [3] as in the training part",
    );
    expect(() => datasetsFromArrays({ x_val: x, y_val: y, x_test: x, y_test: y })).toThrow(
      'arrays: no training part, only validation and test',
    );
    expect(datasetsFromArrays({ x_test: x, y_test: y }).train.length).toBe(2);
  });
});
