import { describe, expect, it } from 'vitest';
import { resolveRecipe } from '../train/index.ts';
import { compressTime } from './compress-time.ts';
import { caseSteps } from './findings.ts';
import { type CaseRunName, caseRunNames, caseRuns } from './steps.ts';

/** Fields of a recipe in which a run may differ from another. */
const changes: Readonly<Partial<Record<CaseRunName, readonly [CaseRunName, readonly string[]]>>> = {
  c2: ['c1', ['preparation']],
  c3: ['c2', ['learningRate']],
  c4: ['c3', ['schedule']],
  c5: ['c4', ['preparation', 'schedule']],
  c6: ['c5', ['network', 'steps']],
  c7: ['c6', ['data', 'learningRate', 'network', 'steps']],
  c8: ['c7', ['data', 'steps']],
  c10Fast: ['c8', ['schedule']],
  c10Slow: ['c10Fast', ['schedule']],
};

describe('caseRuns', () => {
  it('has a recipe for each run that netwright takes', () => {
    for (const name of caseRunNames) expect(() => resolveRecipe(caseRuns[name].recipe, name)).not.toThrow();
  });

  it('changes from step to step only what the article changed', () => {
    for (const name of caseRunNames) {
      const change = changes[name];
      if (change === undefined) continue;
      const [own, before]: Readonly<Record<string, unknown>>[] = [caseRuns[name].recipe, caseRuns[change[0]].recipe];
      const fields = [...new Set([...Object.keys(own!), ...Object.keys(before!)])];
      const differing = fields.filter((field) => JSON.stringify(own![field]) !== JSON.stringify(before![field]));
      expect(differing.sort(), name).toEqual(change[1]);
    }
  });

  it('removes nothing but batch norm in C6', () => {
    const without = caseRuns.c5.recipe.network!.filter(({ layer }) => layer !== 'batchNorm');
    expect(caseRuns.c6.recipe.network).toEqual(without);
  });

  it('appears in the story run by run', () => {
    expect(new Set(caseSteps.flatMap(({ runs }) => runs))).toEqual(new Set(caseRunNames));
    expect(caseSteps.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `C${index + 1}`));
  });
});

describe('compressTime', () => {
  it('shortens lengths, milestones and decays alike', () => {
    const { steps, schedule } = compressTime(caseRuns.c3.recipe, 3);
    expect(steps).toBe(3000);
    expect(schedule).toEqual({ name: 'multiStep', milestones: [100, 1000], gamma: 0.1 });
    const decay = compressTime(caseRuns.c10Fast.recipe, 3).schedule as { readonly gamma: number };
    expect(decay.gamma ** 3000).toBeCloseTo(0.9995 ** 9000, 10);
  });
});
