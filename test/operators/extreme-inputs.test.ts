import { beforeAll, describe, expect, it } from 'vitest';
import { fromNumbers, toFloat64 } from '../../src/core/index.ts';
import { GraphBuilder, type PlainAttributes } from '../../src/graph/index.ts';
import { catalogue, evaluate, toReference } from '../../src/ops/index.ts';
import { lower } from '../../src/passes/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const inputs = [nan, 0, 1e-30, 1e-5, 0.1, 1, 10, 15.5, 19.9, 20.1, 40, 100, 1e4, 1e30, infinity];
const both = [...inputs, ...inputs.map((input) => -input)];

/** Functions that are written with others for speed, and where their own rounding takes more than float32's. */
const functions: readonly [opType: string, attributes: PlainAttributes, absolute: number][] = [
  ['Softplus', {}, 1e-44],
  ['Mish', {}, 1e-37],
  ['Elu', {}, 1e-7],
  ['Elu', { alpha: 2 }, 2e-7],
  ['Elu', { alpha: -0.5 }, 1e-7],
  ['Selu', {}, 2e-7],
  ['Sign', {}, 0],
];

describe.each(['onnxruntime-node', 'onnxruntime-web'] as const)('%s', (engine) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await openExecutor({ engine });
  });

  it.each(functions)('%s %o is right to six digits at any number', async (opType, attributes, absolute) => {
    const builder = new GraphBuilder(catalogue);
    const x = fromNumbers('float32', [both.length], both);
    builder.output(builder.op(opType, [builder.input('x', 'float32', x.shape)], attributes), 'y');
    const graph = builder.build();
    const executable = await executor.load(lower(graph, { target: executor.name }).graph);
    const received = toFloat64((await executable.run({ x })).y!);
    await executable.release();
    const wrong = Array.from(evaluate(graph, { x: toReference(x) }).y!.data).flatMap((expected, i) => {
      const found = received[i]!;
      const close = Math.abs(found - expected) <= 1e-6 * Math.abs(expected) + absolute;
      return close || found === expected || Object.is(found, expected) ? [] : [`${both[i]}: ${found}, not ${expected}`];
    });
    expect(wrong).toEqual([]);
  });
});
