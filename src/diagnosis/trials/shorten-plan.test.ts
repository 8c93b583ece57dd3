import { describe, expect, it } from 'vitest';
import { resolveRecipe } from '../../train/index.ts';
import { shortenPlan } from './shorten-plan.ts';

describe('shortenPlan', () => {
  it('runs the whole course of a schedule in the updates that there are', () => {
    const recipe = resolveRecipe({ epochs: 20, schedule: { name: 'multiStep', milestones: [300, 3000] } });
    const { steps, schedule } = shortenPlan(recipe, 9000, 900);
    expect({ steps, schedule }).toEqual({
      steps: 900,
      schedule: { name: 'multiStep', milestones: [30, 300], gamma: 0.1 },
    });
  });

  it('leaves a plan that is short enough as it is', () => {
    const recipe = resolveRecipe({ epochs: 20, schedule: 'cosine' });
    expect(shortenPlan(recipe, 100, 100)).toBe(recipe);
  });
});
