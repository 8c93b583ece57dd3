import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/index.ts';
import type { Executable, Executor, Tensors } from './executor.ts';
import { referenceExecutor } from './reference.ts';
import { selfTest } from './self-test.ts';

/** The reference engine with something done after each bound run. */
function spoiled(spoil: (feeds: Tensors, fetches: Tensors) => void, calls: { released: number }): Executor {
  const sound = referenceExecutor();
  return {
    ...sound,
    load: async (graph): Promise<Executable> => {
      const executable = await sound.load(graph);
      return {
        ...executable,
        bind: (feeds, fetches) => {
          const run = executable.bind(feeds, fetches);
          return {
            run: async () => {
              await run.run();
              spoil(feeds, fetches);
            },
          };
        },
        release: async () => {
          calls.released++;
          await executable.release();
        },
      };
    },
  };
}

const floats = (tensors: Tensors, name: string) => tensors[name]?.data as Float32Array;

describe('the self-test', () => {
  it('passes a sound engine', async () => {
    await expect(selfTest(referenceExecutor())).resolves.toBeUndefined();
  });

  it.each<[string, (feeds: Tensors, fetches: Tensors) => void, string]>([
    ['writes no outputs', (_, fetches) => floats(fetches, 'sum').fill(Number.NaN), 'outputs bound to memory'],
    ['computes wrongly', (_, fetches) => floats(fetches, 'activation').fill(1), 'outputs bound to memory'],
    ['overwrites an input', (feeds) => floats(feeds, 'w').fill(0), 'inputs after a run'],
  ])('fails an engine that %s, and releases its graph', async (_, spoil, complaint) => {
    const calls = { released: 0 };
    const outcome = selfTest(spoiled(spoil, calls));
    await expect(outcome).rejects.toThrow(RuntimeError);
    await expect(outcome).rejects.toThrow(`reference interpreter (float64) fails its self-test: ${complaint}`);
    expect(calls.released).toBe(1);
  });

  it('fails an engine that reads its inputs only once', async () => {
    let first: Float32Array | undefined;
    const stale = spoiled(
      (_, fetches) => {
        const sum = floats(fetches, 'sum');
        first ??= sum.slice();
        sum.set(first);
      },
      { released: 0 },
    );
    await expect(selfTest(stale)).rejects.toThrow('outputs bound to memory: expected -10,10,2,-2, received 4,-4,-7,7');
  });
});
