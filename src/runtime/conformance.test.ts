import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataType, fromNumbers, RuntimeError, type Tensor, tensor, toNumbers } from '../core/index.ts';
import { type Graph, GraphBuilder } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import type { Executable, Executor } from './executor.ts';
import { onnxRuntimeNode } from './onnxruntime-node.ts';
import { onnxRuntimeWeb } from './onnxruntime-web.ts';
import { referenceExecutor } from './reference.ts';

const engines: readonly { name: string; open: () => Promise<Executor> }[] = [
  { name: 'onnxruntime-node', open: onnxRuntimeNode },
  { name: 'onnxruntime-web', open: onnxRuntimeWeb },
  { name: 'reference', open: async () => referenceExecutor() },
];

const f32 = (shape: readonly number[], ...values: number[]) => fromNumbers('float32', shape, values);
const i64 = (shape: readonly number[], ...values: number[]) => fromNumbers('int64', shape, values);
const numbers = (results: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(results).map(([name, result]) => [name, toNumbers(result)]));

function graphOf(write: (builder: GraphBuilder) => void): Graph {
  const builder = new GraphBuilder(catalogue, 'example');
  write(builder);
  return builder.build();
}

/** y = 3·x over any number of rows of two. */
const triple = graphOf((builder) => {
  const x = builder.input('x', 'float32', ['batch', 2]);
  builder.output(builder.op('Mul', [x, builder.scalar(3)], {}, { outputName: 'y' }));
});

/** h = x·w and y = relu(h + b), in a layer called hidden. */
const dense = graphOf((builder) => {
  const x = builder.input('x', 'float32', [2, 3]);
  const w = builder.input('w', 'float32', [3, 2]);
  const b = builder.input('b', 'float32', [2]);
  builder.withLayer('hidden', () => {
    const h = builder.op('Gemm', [x, w], {}, { outputName: 'h' });
    builder.output(h);
    builder.output(builder.op('Relu', [builder.op('Add', [h, b])], {}, { outputName: 'y' }));
  });
});

const lookup = graphOf((builder) => {
  const table = builder.input('table', 'float32', [3, 2]);
  const ids = builder.input('ids', 'int64', [2]);
  builder.withLayer('embedding', () => {
    const rows = builder.op('Gather', [builder.op('Relu', [table]), ids]);
    builder.output(builder.op('Neg', [rows], {}, { outputName: 'y' }));
  });
});

const table = f32([3, 2], 1, 2, 3, 4, 5, 6);

/** An unshared WebAssembly memory from which float32 views are handed out, 16 bytes apart. */
function arena(pages = 1) {
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages });
  let end = 0;
  return (shape: readonly number[]): Tensor<'float32'> => {
    const length = shape.reduce((product, size) => product * size, 1);
    end += 16;
    const data = new Float32Array(buffer, end, length);
    end += data.byteLength;
    return tensor('float32', shape, data);
  };
}

describe.each(engines)('the engine $name', ({ name, open }) => {
  let executor: Executor;
  const executables: Executable[] = [];

  async function load(graph: Graph): Promise<Executable> {
    const executable = await executor.load(graph);
    executables.push(executable);
    return executable;
  }

  beforeAll(async () => {
    executor = await open();
  });

  afterAll(async () => {
    for (const executable of executables) await executable.release();
  });

  it('says what it is', () => {
    expect(executor.name).toBe(name);
    expect(executor.version).toMatch(/^\d/);
    expect(executor.description).toMatch(
      /^(ONNX Runtime \d+\.\d+\.\d+ (native|WebAssembly) \(CPU, 1 thread\)|reference)/,
    );
    expect(executor.fallbackReason).toBeUndefined();
  });

  it('lists the inputs to be fed and the outputs, and runs with new tensors', async () => {
    const executable = await load(dense);
    expect(executable.inputs.map((input) => input.name)).toEqual(['x', 'w', 'b']);
    expect(executable.outputs.map((output) => output.name)).toEqual(['h', 'y']);
    const feeds = { x: f32([2, 3], 1, 2, 3, 0, 0, 1), w: f32([3, 2], 1, -1, 2, -2, 3, -3), b: f32([2], -10, 10) };
    const results = await executable.run(feeds);
    expect(numbers(results)).toEqual({ h: [14, -14, 3, -3], y: [4, 0, 0, 7] });
    expect(results.y).toMatchObject({ dtype: 'float32', shape: [2, 2] });
    expect(results.y?.data).toBeInstanceOf(Float32Array);
    const again = await executable.run(feeds);
    expect(again.y?.data).not.toBe(results.y?.data);
  });

  it('asks for no tensor where an input has an initializer', async () => {
    const executable = await load({
      ...triple,
      inputs: [
        ...triple.inputs,
        ...[...triple.initializers].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
      ],
    });
    expect(executable.inputs.map((input) => input.name)).toEqual(['x']);
    expect(numbers(await executable.run({ x: f32([1, 2], 1, 2) }))).toEqual({ y: [3, 6] });
  });

  it('takes and returns every data type that a step needs', async () => {
    const dtypes: DataType[] = ['float32', 'float64', 'int32', 'int64', 'uint8', 'bool'];
    const executable = await load(
      graphOf((builder) => {
        for (const dtype of dtypes) {
          builder.output(builder.op('Identity', [builder.input(dtype, dtype, [3])]), `${dtype}-copied`);
        }
        builder.output(builder.op('Not', [builder.value('bool')]), 'not');
        builder.output(builder.op('Greater', [builder.value('float32'), builder.scalar(0.5)]), 'greater');
        builder.output(builder.op('Add', [builder.value('int64'), builder.scalar(2 ** 40, 'int64')]), 'large');
      }),
    );
    const feeds = Object.fromEntries(dtypes.map((dtype) => [dtype, fromNumbers(dtype, [3], [0, 1, 1])]));
    const results = await executable.run(feeds);
    for (const dtype of dtypes) expect(results[`${dtype}-copied`]).toEqual(feeds[dtype]);
    expect(results.not).toEqual(fromNumbers('bool', [3], [1, 0, 0]));
    expect(results.greater).toEqual(fromNumbers('bool', [3], [0, 1, 1]));
    expect(results.large).toEqual(fromNumbers('int64', [3], [2 ** 40, 2 ** 40 + 1, 2 ** 40 + 1]));

    const bound = Object.fromEntries(
      Object.entries(results).map(([name, { dtype, shape }]) => [name, fromNumbers(dtype, shape, [0, 0, 0])]),
    );
    await executable.bind(feeds, bound).run();
    expect(bound).toEqual(results);
  });

  it('runs on scalars', async () => {
    const executable = await load(
      graphOf((builder) => builder.output(builder.op('Neg', [builder.input('x', 'float32', [])]), 'y')),
    );
    expect(await executable.run({ x: f32([], 3) })).toEqual({ y: f32([], -3) });
    const y = f32([], 0);
    await executable.bind({ x: f32([], 5) }, { y }).run();
    expect(y.data[0]).toBe(-5);
  });

  it('runs on tensors without elements and on symbolic axes of any size', async () => {
    const executable = await load(triple);
    expect(await executable.run({ x: f32([0, 2]) })).toEqual({ y: f32([0, 2]) });
    expect(await executable.run({ x: f32([2, 2], 1, 2, 3, 4) })).toEqual({ y: f32([2, 2], 3, 6, 9, 12) });
    await executable.bind({ x: f32([0, 2]) }, { y: f32([0, 2]) }).run();
  });

  it('runs on a graph without inputs, whose outputs are constants', async () => {
    const executable = await load(
      graphOf((builder) => {
        const c = builder.initializer('c', f32([2], 5, 6));
        builder.output(c);
        builder.output(builder.op('Add', [c, c]), 'twice');
      }),
    );
    const fetches = { c: f32([2], 0, 0), twice: f32([2], 0, 0) };
    await executable.bind({}, fetches).run();
    expect(numbers(fetches)).toEqual({ c: [5, 6], twice: [10, 12] });
  });

  it('skips optional inputs that are left empty', async () => {
    const executable = await load(
      graphOf((builder) => {
        const x = builder.input('x', 'float32', [3]);
        builder.output(builder.op('Clip', [x, undefined, builder.scalar(1)]), 'y');
      }),
    );
    expect(numbers(await executable.run({ x: f32([3], -7, 0.5, 3) }))).toEqual({ y: [-7, 0.5, 1] });
  });

  it('writes into bound memory at every run, reading what the inputs hold by then', async () => {
    const executable = await load(dense);
    const take = arena();
    const feeds = { x: take([2, 3]), w: take([3, 2]), b: take([2]) };
    const fetches = { h: take([2, 2]), y: take([2, 2]) };
    const beyond = take([1]);
    feeds.w.data.set([1, 0, 0, 1, 0, 0]);
    const run = executable.bind(feeds, fetches);
    for (let step = 1; step <= 5; step++) {
      feeds.x.data.set([step, -step, 0, 2 * step, 1, 1]);
      feeds.b.data.fill(step);
      await run.run();
      expect(numbers(fetches)).toEqual({ h: [step, -step, 2 * step, 1], y: [2 * step, 0, 3 * step, 1 + step] });
      expect(toNumbers(feeds.x)).toEqual([step, -step, 0, 2 * step, 1, 1]);
    }
    expect(beyond.data[0]).toBe(0);
  });

  it('writes outputs that are nothing but an input, a reshaped input or another output', async () => {
    const executable = await load(
      graphOf((builder) => {
        const x = builder.input('x', 'float32', [4]);
        builder.output(x);
        builder.output(builder.op('Reshape', [x, builder.ints([2, 2])]), 'reshaped');
        const negated = builder.op('Neg', [x], {}, { outputName: 'negated' });
        builder.output(negated);
        builder.output(negated, 'again');
      }),
    );
    const take = arena();
    const x = take([4]);
    const fetches = { x: take([4]), reshaped: take([2, 2]), negated: take([4]), again: take([4]) };
    const all = executable.bind({ x }, fetches);
    const one = executable.bind({ x }, { x: fetches.x });
    x.data.set([1, 2, 3, 4]);
    await all.run();
    const negative = [-1, -2, -3, -4];
    expect(numbers(fetches)).toEqual({ x: [1, 2, 3, 4], reshaped: [1, 2, 3, 4], negated: negative, again: negative });
    x.data.set([5, 6, 7, 8]);
    await one.run();
    expect(numbers(fetches)).toEqual({ x: [5, 6, 7, 8], reshaped: [1, 2, 3, 4], negated: negative, again: negative });
  });

  it('may be asked for some of the outputs', async () => {
    const executable = await load(dense);
    const y = f32([2, 2], 0, 0, 0, 0);
    const x = f32([2, 3], 1, 2, 3, 0, 0, 1);
    await executable.bind({ x, w: f32([3, 2], 1, -1, 2, -2, 3, -3), b: f32([2], -10, 10) }, { y }).run();
    expect(toNumbers(y)).toEqual([4, 0, 0, 7]);
  });

  it('lets two executables share one memory', async () => {
    const take = arena();
    const [x, y, z] = [take([2, 2]), take([2, 2]), take([2, 2])];
    const first = (await load(triple)).bind({ x }, { y });
    const second = (await load(triple)).bind({ x: y }, { y: z });
    for (let step = 1; step <= 3; step++) {
      x.data.fill(step);
      await first.run();
      await second.run();
      expect(toNumbers(z)).toEqual([9 * step, 9 * step, 9 * step, 9 * step]);
    }
  });

  it('gives the same bits every time, and those of float64 to within float32', async () => {
    const size = 40;
    const graph = graphOf((builder) => {
      const x = builder.input('x', 'float32', [size, size]);
      const y = builder.op('Sigmoid', [builder.op('Gemm', [x, builder.op('Tanh', [x])])]);
      builder.output(builder.op('ReduceSum', [y, builder.ints([0])], { keepdims: 0 }), 'y');
    });
    const x = fromNumbers(
      'float32',
      [size, size],
      Float32Array.from({ length: size * size }, (_, i) => Math.sin(i)),
    );
    const first = toNumbers((await (await load(graph)).run({ x })).y!);
    const exact = toNumbers((await (await referenceExecutor().load(graph)).run({ x })).y!);
    for (let i = 0; i < size; i++) expect(Math.abs(first[i]! / exact[i]! - 1)).toBeLessThan(2e-6);
    const executable = await load(graph);
    const y = fromNumbers('float32', [size], new Float32Array(size));
    const run = executable.bind({ x }, { y });
    for (let repetition = 0; repetition < 3; repetition++) {
      y.data.fill(Number.NaN);
      await run.run();
      expect(toNumbers(y)).toEqual(first);
    }
  });

  it('runs on large tensors', async () => {
    const rows = 100_000;
    const executable = await load(triple);
    const take = arena(26);
    const [x, y] = [take([rows, 2]), take([rows, 2])];
    for (let i = 0; i < x.data.length; i++) x.data[i] = i;
    await executable.bind({ x }, { y }).run();
    expect(y.data.findIndex((element, i) => element !== 3 * i)).toBe(-1);
  });

  it('leaves the arithmetic of JavaScript alone, denormal numbers included', async () => {
    await (await load(triple)).run({ x: f32([1, 2], 1e-20, 1) });
    const smallest = Float64Array.of(Number.MIN_VALUE);
    expect(smallest[0]! + smallest[0]!).toBeGreaterThan(0);
  });

  describe('given tensors that do not fit', () => {
    const x = f32([2, 3], 0, 0, 0, 0, 0, 0);
    const w = f32([3, 2], 0, 0, 0, 0, 0, 0);
    const b = f32([2], 0, 0);
    const y = f32([2, 2], 0, 0, 0, 0);
    const shared = new Float32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer, 0, 2);
    const memory = new Float32Array(16);
    const cases: [string, Record<string, Tensor>, Record<string, Tensor>, string][] = [
      ['a missing input', { x, w }, { y }, "input 'b' is missing: expected float32 [2]"],
      ['an unknown input', { x, w, b, c: b }, { y }, "there is no input 'c': expected 'x', 'w', 'b'"],
      ['a wrong shape', { x: w, w, b }, { y }, "input 'x': expected float32 [2, 3], received float32 [3, 2]"],
      ['a wrong rank', { x, w, b: f32([], 0) }, { y }, "input 'b': expected float32 [2], received float32 []"],
      ['a wrong type', { x, w, b: i64([2], 0, 0) }, { y }, "input 'b': expected float32 [2], received int64 [2]"],
      [
        'a wrong array',
        { x, w, b: { ...b, data: new Float64Array(2) } },
        { y },
        "input 'b': expected a Float32Array for float32, received a Float64Array",
      ],
      ['too few elements', { x, w, b: { ...b, data: new Float32Array(1) } }, { y }, "input 'b': expected 2 elements"],
      ['shared memory', { x, w, b: tensor('float32', [2], shared) }, { y }, "input 'b': its memory is shared"],
      ['an unknown output', { x, w, b }, { z: y }, "there is no output 'z': expected 'h', 'y'"],
      ['a wrong output', { x, w, b }, { y: x }, "output 'y': expected float32 [2, 2], received float32 [2, 3]"],
      ['no output', { x, w, b }, {}, "no output is asked for: expected some of 'h', 'y'"],
      [
        'an output on an input',
        { x: tensor('float32', [2, 3], memory.subarray(0, 6)), w, b },
        { y: tensor('float32', [2, 2], memory.subarray(5, 9)) },
        "output 'y' overlaps input 'x' in memory",
      ],
      [
        'an output on an output',
        { x, w, b },
        { h: tensor('float32', [2, 2], memory.subarray(0, 4)), y: tensor('float32', [2, 2], memory.subarray(3, 7)) },
        "output 'y' overlaps output 'h' in memory",
      ],
    ];

    it.each(cases)('names %s when binding', async (_, feeds, fetches, message) => {
      const executable = await load(dense);
      expect(() => executable.bind(feeds, fetches)).toThrow(RuntimeError);
      expect(() => executable.bind(feeds, fetches)).toThrow(message);
    });

    it('names a wrong input when running once', async () => {
      await expect((await load(dense)).run({ x, w })).rejects.toThrow("input 'b' is missing: expected float32 [2]");
    });

    it('names symbolic axes that contradict each other', async () => {
      const executable = await load(triple);
      expect(() => executable.bind({ x: f32([1, 2], 0, 0) }, { y: f32([2, 2], 0, 0, 0, 0) })).toThrow(
        "output 'y': expected float32 [1, 2], received float32 [2, 2]",
      );
    });
  });

  it('names operator, node and layer where a run fails, and runs again afterwards', async () => {
    const executable = await load(lookup);
    const failed = { message: expect.stringMatching(/^Gather node 'embedding\/Gather' of layer 'embedding'.*7/) };
    await expect(executable.run({ table, ids: i64([2], 0, 7) })).rejects.toMatchObject(failed);
    const ids = i64([2], 0, 7);
    const y = f32([2, 2], 0, 0, 0, 0);
    const run = executable.bind({ table, ids }, { y });
    await expect(run.run()).rejects.toMatchObject(failed);
    await expect(run.run()).rejects.toBeInstanceOf(RuntimeError);
    ids.data[1] = 2n;
    await run.run();
    expect(toNumbers(y)).toEqual([-1, -2, -5, -6]);
  });

  it('names operator, node and layer where it cannot load a graph', async () => {
    const unknown = graphOf((builder) => {
      builder.output(builder.op('Relu', [builder.input('x', 'float32', [2])], {}, { outputName: 'y' }));
    });
    const nodes = unknown.nodes.map((node) => ({ ...node, opType: 'Bogus', name: 'head/Bogus', layer: 'head' }));
    const loading = executor.load({ ...unknown, nodes });
    await expect(loading).rejects.toThrow(/^Bogus node 'head\/Bogus' of layer 'head'/);
    await expect(loading).rejects.toBeInstanceOf(RuntimeError);
  });

  it('refuses float16 by name', async () => {
    const half = graphOf((builder) => builder.output(builder.input('x', 'float16', [2])));
    await expect(executor.load(half)).rejects.toThrow("value 'x' of graph 'example' is float16");
  });

  it('says so where a released graph is run, and takes a second release', async () => {
    const executable = await executor.load(triple);
    const [x, y] = [f32([1, 2], 1, 2), f32([1, 2], 0, 0)];
    const run = executable.bind({ x }, { y });
    await run.run();
    await executable.release();
    await executable.release();
    const message = "graph 'example' has been released and cannot run any more";
    await expect(run.run()).rejects.toThrow(message);
    await expect(executable.run({ x })).rejects.toThrow(message);
    expect(() => executable.bind({ x }, { y })).toThrow(message);
  });
});
