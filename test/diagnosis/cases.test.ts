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

  it.each([
    ['prices-raw-sigmoid', ['input-scaling', 'output-activation']],
    ['points-weights-behind-norm', ['batch-normalization', 'initialization']],
  ])(
    'both faults of %s are the smallest set that cures',
    async (id, faults) => {
      const { verdict, minimalFix } = await diagnoseCase(id);
      expect(verdict).toBe('faulty');
      expect(minimalFix.map(({ family }) => family).sort()).toEqual(faults);
    },
    240_000,
  );

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
