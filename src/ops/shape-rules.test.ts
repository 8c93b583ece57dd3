import { describe, expect, it } from 'vitest';
import { int64s, type Shape, scalar, type Tensor } from '../core/index.ts';
import { argumentCounts, GraphBuilder, type PlainAttributes } from '../graph/index.ts';
import { catalogue } from './catalogue.ts';

type Input = Shape | Tensor | undefined;

function isTensor(input: Shape | Tensor): input is Tensor {
  return 'data' in input;
}

function shapesOf(opType: string, inputs: readonly Input[], attributes: PlainAttributes, outputs: number): Shape[] {
  const builder = new GraphBuilder(catalogue);
  const values = inputs.map((input, index) => {
    if (input === undefined) return undefined;
    return isTensor(input) ? builder.constant(input) : builder.input(`input${index}`, 'float32', input);
  });
  return builder.ops(opType, values, attributes, outputs).map(({ shape }) => shape);
}

const ints = (...numbers: number[]) => int64s(numbers);

const passing: [string, readonly Input[], PlainAttributes, ...Shape[]][] = [
  ['Add', [['batch', 4], [4]], {}, ['batch', 4]],
  ['Sub', [['batch', 1], [3]], {}, ['batch', 3]],
  ['Max', [['batch', 4], [], [4]], {}, ['batch', 4]],
  ['Clip', [['batch', 4], scalar(0)], {}, ['batch', 4]],
  [
    'MatMul',
    [
      ['batch', 'time', 4],
      [4, 5],
    ],
    {},
    ['batch', 'time', 5],
  ],
  [
    'MatMul',
    [
      ['batch', 2, 'time', 4],
      ['batch', 2, 4, 'time'],
    ],
    {},
    ['batch', 2, 'time', 'time'],
  ],
  ['MatMul', [['batch', 4], [4]], {}, ['batch']],
  ['Gemm', [['batch', 4], [4, 5], [5]], {}, ['batch', 5]],
  [
    'Einsum',
    [
      ['batch', 'time', 4],
      [4, 5],
    ],
    { equation: '...i,ij->...j' },
    ['batch', 'time', 5],
  ],
  ['ReduceMean', [['batch', 3, 4], ints(-1)], { keepdims: 0 }, ['batch', 3]],
  ['ReduceMax', [['batch', 3], ints(0)], {}, [1, 3]],
  ['ArgMax', [['batch', 3]], { axis: -1, keepdims: 0 }, ['batch']],
  ['TopK', [['batch', 5], ints(2)], {}, ['batch', 2], ['batch', 2]],
  ['Flatten', [['batch', 3, 4]], {}, ['batch', 12]],
  ['Flatten', [['batch', 'time', 4]], { axis: 2 }, ['batch*time', 4]],
  ['Reshape', [['batch', 3, 4], ints(0, -1)], {}, ['batch', 12]],
  ['Reshape', [['batch', 12], ints(-1, 3, 4)], {}, ['batch', 3, 4]],
  ['Transpose', [['batch', 'time', 4]], { perm: [1, 0, 2] }, ['time', 'batch', 4]],
  ['Squeeze', [['batch', 1, 4], ints(1)], {}, ['batch', 4]],
  ['Unsqueeze', [['batch', 4], ints(1)], {}, ['batch', 1, 4]],
  [
    'Concat',
    [
      ['batch', 2],
      ['batch', 3],
    ],
    { axis: 1 },
    ['batch', 5],
  ],
  [
    'Concat',
    [
      ['batch', 2],
      [1, 2],
    ],
    { axis: 0 },
    ['(batch+1)', 2],
  ],
  [
    'Concat',
    [
      ['batch', 2],
      [7, 2],
    ],
    { axis: 1 },
    [7, 4],
  ],
  ['Split', [['batch', 5], ints(2, 3)], { axis: 1 }, ['batch', 2], ['batch', 3]],
  ['Slice', [['batch', 5], ints(1), ints(3), ints(1)], {}, ['batch', 2]],
  ['Slice', [['batch', 5], ints(0), ints(2 ** 40), ints(0)], {}, ['batch', 5]],
  ['Slice', [['batch', 5], ints(0), ints(-1), ints(0)], {}, ['batch[0:-1:1]', 5]],
  ['Pad', [['batch', 3], ints(0, 1, 0, 1)], {}, ['batch', 5]],
  ['Pad', [['batch', 3], ints(1, 0, 1, 0)], {}, ['(batch+2)', 3]],
  ['Tile', [['batch', 3], ints(2, 2)], {}, ['batch*2', 6]],
  ['Expand', [['batch', 1], ints(1, 4)], {}, ['batch', 4]],
  ['Gather', [['batch', 7, 3], ints(-1)], { axis: 1 }, ['batch', 1, 3]],
  ['OneHot', [['batch'], ints(3), ['two']], {}, ['batch', 3]],
  ['Shape', [['batch', 3]], {}, [2]],
  ['CumSum', [['batch', 3], ints(1)], {}, ['batch', 3]],
  ['Trilu', [['batch', 3, 3]], {}, ['batch', 3, 3]],
  ['DepthToSpace', [['batch', 8, 'height', 4]], { blocksize: 2 }, ['batch', 2, 'height*2', 8]],
  ['SpaceToDepth', [['batch', 2, 'height', 4]], { blocksize: 2 }, ['batch', 8, '(height)/2', 2]],
  [
    'GroupNormalization',
    [['batch', 4, 'height', 'width'], [4], [4]],
    { num_groups: 2 },
    ['batch', 4, 'height', 'width'],
  ],
  ['InstanceNormalization', [['batch', 'channels', 'time'], [4], [4]], {}, ['batch', 'channels', 'time']],
  ['LpNormalization', [['batch', 3]], {}, ['batch', 3]],
  [
    'RNN',
    [
      ['time', 'batch', 3],
      [1, 4, 3],
      [1, 4, 4],
    ],
    { hidden_size: 4 },
    ['time', 1, 'batch', 4],
    [1, 'batch', 4],
  ],
  [
    'GRU',
    [['time', 'batch', 3], [2, 6, 3], [2, 6, 2], [2, 12], ['batch'], [2, 'batch', 2]],
    { hidden_size: 2, direction: 'bidirectional' },
    ['time', 2, 'batch', 2],
    [2, 'batch', 2],
  ],
  [
    'LSTM',
    [
      ['time', 'batch', 'features'],
      [1, 8, 3],
      [1, 8, 2],
    ],
    { hidden_size: 2, direction: 'reverse' },
    ['time', 1, 'batch', 2],
    [1, 'batch', 2],
    [1, 'batch', 2],
  ],
];

const weights: readonly Shape[] = [
  ['time', 'batch', 3],
  [1, 8, 3],
  [1, 8, 2],
];

const recurrentFailures: [string, readonly Input[], PlainAttributes, string][] = [
  ['LSTM', weights, {}, "attribute 'hidden_size' (int) is missing"],
  ['LSTM', weights, { hidden_size: 4 }, 'W has shape [1, 8, 3], expected [1, 16, 3]'],
  ['LSTM', [[4, 3], ...weights.slice(1)], { hidden_size: 2 }, 'X has shape [4, 3], expected [steps, batch, features]'],
  [
    'LSTM',
    weights,
    { hidden_size: 2, direction: 'both' },
    "direction is 'both', expected forward, reverse or bidirectional",
  ],
  ['LSTM', weights, { hidden_size: 2, layout: 1 }, 'layout is 1, expected 0: [steps, batch, features]. Transpose'],
  ['LSTM', weights, { hidden_size: 2, clip: 3 }, "the attribute 'clip' is not supported, expected none"],
  ['LSTM', weights, { hidden_size: 2, input_forget: 1 }, 'input_forget is 1, expected 0: a forget gate of its own'],
  [
    'LSTM',
    [...weights, undefined, undefined, undefined, undefined, [1, 6]],
    { hidden_size: 2 },
    "has peepholes, expected no input 'P'. Build the layer without peepholes",
  ],
  [
    'LSTM',
    weights,
    { hidden_size: 2, activations: ['Sigmoid', 'Softsign', 'Tanh'] },
    "the activation 'Softsign' is not supported, expected one of Relu, Sigmoid, Tanh",
  ],
  ['LSTM', weights, { hidden_size: 2, activations: ['Sigmoid'] }, 'there are 1 activations, expected 3'],
];

const failing: [string, readonly Input[], PlainAttributes, string][] = [
  ['Add', [['batch', 4], [3]], {}, "Add node 'Add': shapes [batch, 4] and [3] do not broadcast"],
  [
    'MatMul',
    [
      ['batch', 4],
      [5, 3],
    ],
    {},
    'A is [batch, 4] and B is [5, 3]: the inner sizes 4 and 5 differ',
  ],
  ['MatMul', [[], [5, 3]], {}, 'expected at least one axis. Use Mul for scalars'],
  ['Sigmoid', [ints(1)], {}, "input 'X' has type int64, expected a floating-point type. Convert it with Cast"],
  ['And', [[2], [2]], {}, "input 'A' has type float32, expected bool"],
  ['Squeeze', [['batch', 1]], {}, 'the length of axis 0 of [batch, 1] is not known'],
  ['Squeeze', [[2, 1], ints(0)], {}, 'axis 0 of [2, 1] has length 2, expected 1'],
  [
    'Concat',
    [
      [2, 3],
      [2, 4],
    ],
    { axis: 0 },
    'they may differ in axis 0 only',
  ],
  ['Split', [['batch', 3]], { num_outputs: 1 }, "the length 'batch' to be cut in 1 is not known"],
  ['Split', [[4]], {}, "expected either the input 'split' or the attribute 'num_outputs'"],
  ['Split', [[4], ints(3)], {}, 'pieces of [3] do not add up to axis 0 of [4]'],
  ['Slice', [[4], ints(0), ints(2), ints(0), ints(0)], {}, 'a step is 0'],
  ['Slice', [[4], ints(0, 1), ints(2)], {}, 'there are 2 starts, 1 ends'],
  ['Pad', [[2], ints(2, 0)], { mode: 'reflect' }, "axis 0 of [2] is too short for pads of 2 and 0 in mode 'reflect'"],
  ['Pad', [[2], ints(1)], {}, 'there are 1 pads, expected 2'],
  ['Pad', [[2], ints(1, 1)], { mode: 'mirror' }, "mode is 'mirror', expected constant, reflect, edge, wrap"],
  ['Transpose', [[2, 3]], { perm: [0, 0] }, 'perm is [0, 0], expected each axis of rank 2 once'],
  ['Gather', [[2, 3], [1]], {}, "'indices' has type float32, expected int64 or int32. Convert it with Cast"],
  ['TopK', [[2, 3], ints(4)], {}, 'K is [4], expected one number up to the length of axis 1 of [2, 3]'],
  ['Gelu', [[2]], { approximate: 'erf' }, "attribute 'approximate' is 'erf', expected 'none' or 'tanh'"],
  [
    'PRelu',
    [
      [2, 3],
      [4, 1, 1],
    ],
    {},
    'slope [4, 1, 1] does not broadcast to X [2, 3]',
  ],
  ['Clip', [[2], [2]], {}, "input 'min' is float32 [2], expected a scalar of type float32"],
  [
    'Einsum',
    [
      [2, 3],
      [4, 5],
    ],
    { equation: 'ij,jk' },
    "axis 'j' of equation 'ij,jk' has lengths 3 and 4",
  ],
  ['Einsum', [[2, 3]], { equation: 'ij->ik' }, 'has a letter twice or one that no input has'],
  ['DepthToSpace', [[1, 6, 2, 2]], { blocksize: 2 }, 'with channels divisible by 4'],
  ['Range', [ints(0), ints(4), ints(0)], {}, 'start, limit and delta are [0, 4, 0]'],
  ['Reshape', [[2, 3], [2]], {}, "input 'shape' is computed by the graph, expected a constant"],
  [
    'GroupNormalization',
    [[2, 4, 3], [4], [4]],
    { num_groups: 3 },
    'X has shape [2, 4, 3]: 4 channels do not divide into 3 groups',
  ],
  [
    'GroupNormalization',
    [[2, 4, 3], [2], [2]],
    { num_groups: 2 },
    'scale has shape [2], expected [4]: one element a channel of X [2, 4, 3]',
  ],
  [
    'InstanceNormalization',
    [[2, 4], [4], [4]],
    {},
    'input has shape [2, 4], expected [batch, channels, at least one spatial axis]',
  ],
  ['LpNormalization', [[2, 4]], { p: 3 }, "attribute 'p' is 3, expected 1 or 2"],
  ...recurrentFailures,
];

describe('shape rules', () => {
  for (const [opType, inputs, attributes, ...expected] of passing) {
    it(`${opType} keeps symbolic axes: ${expected.map((shape) => `[${shape.join(', ')}]`).join(' ')}`, () => {
      expect(shapesOf(opType, inputs, attributes, expected.length)).toEqual(expected);
    });
  }

  for (const [opType, inputs, attributes, message] of failing) {
    it(`${opType} says where and what: ${message}`, () => {
      const { minimum } = argumentCounts(catalogue.find(opType)!.outputs);
      expect(() => shapesOf(opType, inputs, attributes, minimum)).toThrow(message);
      expect(() => shapesOf(opType, inputs, attributes, minimum)).toThrow(new RegExp(`^${opType} node`));
    });
  }
});
