import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseIds, openCase, readCase } from '../../bench/open-case.mjs';
import { diagnose, runTrial, type Subject } from '../../src/diagnosis/index.ts';
import * as library from '../../src/index.ts';

const folder = fileURLToPath(new URL('../cases', import.meta.url));

let executor: library.Executor;
beforeAll(async () => {
  executor = await library.openExecutor({ threads: 1 });
});

async function diagnoseCase(id: string) {
  const subject: Subject = await openCase(library, `${folder}/${id}`);
  return await diagnose(subject, { executor, run: (request) => runTrial(subject, request, executor) });
}

describe('the cases of this repository', () => {
  it.each(caseIds(folder))('%s says what it is in the form that the benchmark reads', async (id) => {
    const { network, recipe } = ((await openCase(library, `${folder}/${id}`)) as Subject).design;
    const { fit, families, scoreAsIs, scoreFixed, verdict } = readCase(`${folder}/${id}`);
    expect(recipe).toMatchObject(fit);
    expect(recipe.loss).toBeDefined();
    expect(network.graph.outputs).toHaveLength(1);
    expect([scoreAsIs.length, scoreFixed.length]).toEqual([3, 3]);
    const worstFixed = Math.min(...scoreFixed);
    const bestAsIs = Math.max(...scoreAsIs);
    expect(worstFixed > bestAsIs).toBe(verdict === 'confirmed');
    expect(families.length > 0).toBe(verdict !== 'control');
  });

  it('both faults of prices-raw-sigmoid are in the smallest set that cures', async () => {
    const { verdict, minimalFix } = await diagnoseCase('prices-raw-sigmoid');
    expect(verdict).toBe('faulty');
    expect(minimalFix.map(({ family }) => family).sort()).toEqual(['input-scaling', 'output-activation']);
  }, 240_000);

  // Statistics that follow faster cure it alone: of its two faults one is enough to repair, and both are confirmed.
  it('both faults of blobs-weights-behind-norm are confirmed', async () => {
    const { causes } = await diagnoseCase('blobs-weights-behind-norm');
    const confirmed = causes.filter(({ status }) => status === 'confirmed').map(({ family }) => family);
    expect(confirmed).toEqual(expect.arrayContaining(['initialization', 'batch-normalization']));
  }, 240_000);

  it.each(['tags-softmax', 'surface-one-unit', 'rings-dropout'])(
    'the first cause named for %s is its fault',
    async (id) => {
      const { causes } = await diagnoseCase(id);
      expect(causes[0]!.status).toBe('confirmed');
      expect(readCase(`${folder}/${id}`).families).toContain(causes[0]!.family);
    },
    240_000,
  );
});
