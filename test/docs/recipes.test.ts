import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { lossNames } from '../../src/nn/index.ts';
import { createSchedule, optimizers, schedules } from '../../src/optim/index.ts';
import { recipeSchema, resolveRecipe } from '../../src/train/index.ts';

const page = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
const named = new Set([...page.matchAll(/`(\w+)`/g)].map((match) => match[1]!));

/** The row of a table that begins with a name. */
const rowOf = (name: string) => page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';

describe('docs/recipes.md', () => {
  it('has a row for every field of a recipe, optimizer and schedule, and names every loss', () => {
    const rows = [...Object.keys(recipeSchema.shape), ...Object.keys(optimizers), ...Object.keys(schedules)];
    expect(rows.filter((name) => rowOf(name) === '')).toEqual([]);
    expect(lossNames.filter((name) => !named.has(name))).toEqual([]);
  });

  it.each(['earlyStopping', 'reduceOnPlateau'] as const)('names every option of %s', (field) => {
    const { shape } = recipeSchema.shape[field].unwrap() as z.ZodObject;
    expect(Object.keys(shape).filter((option) => !rowOf(field).includes(`\`${option}\``))).toEqual([]);
  });

  it.each(Object.keys(optimizers).filter((name) => name !== 'adamw'))(
    'states the options of %s with their defaults',
    (name) => {
      const { name: _name, ...options } = resolveRecipe({ optimizer: name }).optimizer;
      const stated = new Map([...rowOf(name).matchAll(/`(\w+)` ([\w.-]+)/g)].map((match) => [match[1]!, match[2]!]));
      expect(Object.fromEntries([...stated].map(([option, text]) => [option, JSON.parse(text)]))).toEqual(options);
    },
  );

  it.each(Object.keys(schedules))('names every option of the schedule %s that has a default', (name) => {
    const required = {
      step: { stepSize: 1 },
      multiStep: { milestones: [1] },
      exponential: { gamma: 1 },
      warmup: { steps: 1 },
      inverseTime: { rate: 1 },
      piecewise: { boundaries: [1], factors: [1, 0.5] },
    };
    const given = { name, ...required[name as keyof typeof required] };
    const { schedule } = resolveRecipe({ schedule: given });
    const options = Object.keys(schedule).filter((option) => option !== 'name');
    expect(options.filter((option) => !rowOf(name).includes(`\`${option}\``))).toEqual([]);
    expect(createSchedule(schedule, { learningRate: 1, totalSteps: 10 })(0)).toBeGreaterThanOrEqual(0);
  });

  it('shows recipes that are right', () => {
    const blocks = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1]!);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(() => resolveRecipe(parse(block))).not.toThrow();
  });
});
