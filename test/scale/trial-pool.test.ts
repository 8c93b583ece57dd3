import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../scripts/compile.mjs';
import { MemoryDataset } from '../../src/data/index.ts';
import type { Subject } from '../../src/diagnosis/index.ts';
import { sequential } from '../../src/nn/index.ts';
import type * as scale from '../../src/scale/index.ts';
import type * as processes from '../../src/scale/trial-process.ts';
import { resolveRecipe } from '../../src/train/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The compiled code: a process runs no TypeScript. */
const compiled = async <Module>(name: string): Promise<Module> =>
  await import(pathToFileURL(join(import.meta.dirname, '../../dist/scale', name)).href);

beforeAll(async () => {
  expect(await compile()).toBe(true);
});

/** y = 2x in 64 samples, by two dense layers. */
function subjectOf(epochs: number): Subject {
  const values = Float32Array.from({ length: 64 }, (_, index) => index / 32 - 1);
  const network = (seed: number) =>
    sequential(
      [
        { layer: 'dense', units: 8 },
        { layer: 'dense', units: 1 },
      ],
      { inputShape: [1], seed },
    );
  return {
    design: {
      network: network(0),
      recipe: { ...resolveRecipe({ epochs, batchSize: 16 }), loss: 'mse' },
      targets: { kind: 'as given' },
    },
    train: new MemoryDataset({
      source: 'twice',
      layout: 'features',
      inputs: [{ name: 'x', values: { dtype: 'float32', shape: [64, 1], data: values } }],
      target: { name: 'y', values: { dtype: 'float32', shape: [64, 1], data: values.map((value) => 2 * value) } },
    }),
    validation: undefined,
    reinitialize: network,
  };
}

describe('trials in processes', () => {
  it('are made once for equal requests, and looked up from a store the next time', async () => {
    const { TrialPool, TrialStore } = await compiled<typeof scale>('index.js');
    const store = new TrialStore(join(folder, 'kept'));
    const pool = new TrialPool(subjectOf(20), { workers: 2, store });
    const request = { remedies: [], seed: 0 };
    const [first, same, other] = await Promise.all([
      pool.run(request),
      pool.run(request),
      pool.run({ ...request, seed: 1 }),
    ]);
    expect(same).toEqual(first);
    expect(first).toMatchObject({ outcome: 'completed', steps: 80 });
    expect(first.score).not.toBe(other.score);
    expect({ made: pool.made, kept: pool.kept }).toEqual({ made: 2, kept: 0 });
    await pool.close();
    store.close();

    const again = new TrialPool(subjectOf(20), { workers: 1, store: new TrialStore(join(folder, 'kept')) });
    expect(await again.run(request)).toEqual(first);
    expect({ made: again.made, kept: again.kept }).toEqual({ made: 0, kept: 1 });
    await again.close();
  });

  it('end within a second of a signal, in the middle of a training', async () => {
    const { TrialPool } = await compiled<typeof scale>('index.js');
    const controller = new AbortController();
    const pool = new TrialPool(subjectOf(1_000_000), { workers: 1, signal: controller.signal });
    const running = [0, 1].map((seed) => pool.run({ remedies: [], seed }));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const abortedAt = performance.now();
    controller.abort();
    expect((await Promise.all(running)).map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    await pool.close();
  });

  it('are refused where their process dies', async () => {
    const { TrialProcess } = await compiled<typeof processes>('trial-process.js');
    const { toPlain } = await compiled<typeof import('../../src/scale/plain-dataset.ts')>('plain-dataset.js');
    const { design, train, reinitialize } = subjectOf(1_000_000);
    const process = new TrialProcess({ kind: 'subject', design, train: toPlain(train), validation: undefined });
    await process.ready;
    const result = process.train({ remedies: [], seed: 0 }, reinitialize(0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await process.kill();
    expect(await result).toMatchObject({ outcome: 'refused', refusal: 'the process that trained it died' });
  });
});
