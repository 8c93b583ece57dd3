import { describe, expect, it } from 'vitest';
import { optimizers } from '../optim/index.ts';
import { resolveRecipe } from './recipe.ts';

describe('resolveRecipe', () => {
  it("has the article's defaults: Adam at 1e-3 (G1), a constant rate (G8), shuffling", () => {
    expect(resolveRecipe({})).toEqual({
      optimizer: expect.objectContaining({ name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
      schedule: { name: 'constant' },
      batchSize: 64,
      epochs: 10,
      validationFraction: 0.1,
      shuffle: true,
      seed: 0,
      stream: 'auto',
    });
  });

  it('takes an optimizer by name or with options, and the learning rate beside it', () => {
    expect(resolveRecipe({ optimizer: 'sgd', learningRate: 0.1 }).optimizer).toMatchObject({
      name: 'sgd',
      learningRate: 0.1,
    });
    expect(resolveRecipe({ optimizer: { name: 'adam', beta1: 0.5 } }).optimizer).toMatchObject({ beta1: 0.5 });
  });

  it("takes a weight decay in place of the optimizer's own", () => {
    expect(resolveRecipe({ optimizer: 'adamw', weightDecay: 0.5 }).optimizer).toMatchObject({ weightDecay: 0.5 });
    expect(resolveRecipe({ optimizer: 'adamw' }).optimizer).toMatchObject({ weightDecay: 0.01 });
  });

  it('takes every optimizer of the catalogue by name, and a schedule by name or with options', () => {
    for (const name of Object.keys(optimizers)) expect(resolveRecipe({ optimizer: name }).optimizer.name).toBe(name);
    expect(resolveRecipe({ schedule: 'constant' }).schedule).toEqual({ name: 'constant' });
    expect(resolveRecipe({ schedule: { name: 'step', stepSize: 10 } }).schedule).toMatchObject({ gamma: 0.1 });
  });

  it('says which option a schedule or an optimizer lacks or does not know', () => {
    expect(() => resolveRecipe({ schedule: 'step' }, 'r')).toThrow('r: schedule.stepSize: invalid input');
    expect(() => resolveRecipe({ optimizer: { name: 'adam', epsilo: 1 } }, 'r')).toThrow(
      "r: optimizer: unknown field 'epsilo' (did you mean 'epsilon'?)",
    );
    expect(() => resolveRecipe({ optimizer: 'adma' }, 'r')).toThrow(/^r: optimizer.name: .*'adam'/);
  });

  it('is stable: a resolved recipe resolves to itself', () => {
    const recipe = resolveRecipe({
      network: [{ layer: 'dense', units: 3 }],
      gradientClipping: { name: 'norm', maxNorm: 1 },
    });
    expect(resolveRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  });

  it('names a misspelt field, wherever it stands', () => {
    expect(() => resolveRecipe({ epoch: 3 }, 'recipe.yaml')).toThrow(
      "recipe.yaml: unknown field 'epoch' (did you mean 'epochs'?)",
    );
    expect(() => resolveRecipe({ earlyStopping: { patience: 2, minDelta: 1 } }, 'r')).toThrow(
      "r: earlyStopping: unknown field 'minDelta'",
    );
  });

  it('says what it expected of a wrong value', () => {
    expect(() => resolveRecipe({ batchSize: 0 }, 'r')).toThrow(/^r: batchSize: /);
    expect(() => resolveRecipe([], 'r')).toThrow(/^r: /);
    expect(() => resolveRecipe('adam', 'r')).toThrow('r: expected an object');
  });
});
