import { RuntimeError, tensor } from '../core/index.ts';
import { type Graph, GraphBuilder } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import type { Executor } from './executor.ts';

/** relu(x·w + b) and x·w + b for x: [2, 3], w: [3, 2], b: [2], all of it in views on one WebAssembly memory. */
function selfTestGraph(): Graph {
  const builder = new GraphBuilder(catalogue, 'self-test');
  const x = builder.input('x', 'float32', [2, 3]);
  const w = builder.input('w', 'float32', [3, 2]);
  const b = builder.input('b', 'float32', [2]);
  const sum = builder.op('Gemm', [x, w, b], {}, { outputName: 'sum' });
  builder.output(sum);
  builder.output(builder.op('Relu', [sum], {}, { outputName: 'activation' }));
  return builder.build();
}

/**
 * Checks what bound runs rest upon and no engine promises: that preallocated outputs are written in place, that inputs
 * are left as they are and read anew at every run, and that the numbers are right. Takes a few milliseconds.
 *
 * @throws RuntimeError naming what does not hold
 */
export async function selfTest(executor: Executor): Promise<void> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  let offset = 0;
  const view = (length: number) => {
    offset += 16 + length * 4;
    return new Float32Array(memory.buffer, offset - length * 4, length);
  };
  const x = view(6);
  const w = view(6);
  const b = view(2);
  const sum = view(4);
  const activation = view(4);
  const fail = (what: string, expected: readonly number[], received: Float32Array) => {
    throw new RuntimeError(
      `${executor.description} fails its self-test: ${what}: expected ${expected}, received ${[...received]}`,
    );
  };
  const expectElements = (what: string, received: Float32Array, expected: readonly number[]) => {
    if (expected.some((element, index) => received[index] !== element)) fail(what, expected, received);
  };
  const executable = await executor.load(selfTestGraph());
  try {
    const run = executable.bind(
      { x: tensor('float32', [2, 3], x), w: tensor('float32', [3, 2], w), b: tensor('float32', [2], b) },
      { sum: tensor('float32', [2, 2], sum), activation: tensor('float32', [2, 2], activation) },
    );
    const weights = [1, -1, 2, -2, 3, -3];
    w.set(weights);
    b.set([-10, 10]);
    for (const [inputs, sums] of [
      [
        [1, 2, 3, 0, 0, 1],
        [4, -4, -7, 7],
      ],
      [
        [0, 0, 0, -2, 4, 2],
        [-10, 10, 2, -2],
      ],
    ] as const) {
      x.set(inputs);
      sum.fill(Number.NaN);
      activation.fill(Number.NaN);
      await run.run();
      expectElements('outputs bound to memory', sum, sums);
      expectElements(
        'outputs bound to memory',
        activation,
        sums.map((element) => Math.max(0, element)),
      );
      expectElements('inputs after a run', x, inputs);
      expectElements('inputs after a run', w, weights);
      expectElements('inputs after a run', b, [-10, 10]);
    }
  } finally {
    await executable.release();
  }
}
