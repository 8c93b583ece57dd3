import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FlatMemory } from './flat-memory.ts';
import {
  createOptimizer,
  findOptimizer,
  type OptimizerOptions,
  optimizerOptions,
  optimizers,
  slotNamesOf,
} from './optimizers/optimizers.ts';
import { createSchedule, scheduleOptions, schedules } from './schedules/schedules.ts';

/** A choice from a catalogue, and what a peer does by it. */
interface StoredCase {
  readonly name: string;
  readonly options: { readonly name: string };
}

/** What optimizers.py writes, for PyTorch and for Keras. */
interface StoredSteps {
  readonly parameters: number[];
  readonly gradients: number[][];
  readonly cases: (StoredCase & { schedule?: object; parametersAfter: Partial<Record<number, number[]>> })[];
}

/** What schedules.py writes. */
interface StoredRates {
  readonly learningRate: number;
  readonly totalSteps: number;
  readonly cases: (StoredCase & { rates: number[] })[];
}

const steps = 100;

function read<Stored>(file: string): Stored {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../test/fixtures', file), 'utf8'));
}

/** The largest difference, relative to the largest number expected; NaN where one is NaN. */
function relativeError(actual: ArrayLike<number>, expected: readonly number[]): number {
  const differences = expected.map((value, i) => Math.abs(actual[i]! - value));
  return Math.max(...differences) / Math.max(...expected.map(Math.abs));
}

/** The entries of a catalogue, and the options of each, that no stored case gives. */
function untried(
  catalogue: Readonly<Record<string, { readonly samples: readonly object[] }>>,
  cases: readonly StoredCase[],
): string[] {
  return Object.entries(catalogue).flatMap(([name, { samples }]) => {
    const given = cases.filter(({ options }) => options.name === name).map(({ options }) => options);
    if (given.length === 0) return [name];
    const options = new Set(samples.flatMap((sample) => Object.keys(sample)));
    return [...options].filter((option) => !given.some((each) => option in each)).map((option) => `${name}.${option}`);
  });
}

// PyTorch keeps NAdam's product of momenta in float32; Keras computes the rates of its schedules in float32.
const peers = [
  { peer: 'PyTorch 2.13, Lion against its formula', file: 'pytorch/optimizers.json', tolerance: 1e-10 },
  { peer: 'Keras 3.15', file: 'keras-training/optimizers.json', tolerance: 3e-6 },
].map((described) => ({ ...described, stored: read<StoredSteps>(described.file) }));

describe('the catalogue of optimizers', () => {
  it('has stored steps of a peer for every optimizer and for every option of each', () => {
    const cases = peers.flatMap(({ stored }) => stored.cases);
    expect(untried(optimizers, cases)).toEqual([]);
  });
});

describe.each(peers)('the optimizers against $peer', ({ tolerance, stored: { parameters, gradients, cases } }) => {
  it.each(cases)('$name takes the same 100 steps', ({ options, schedule = { name: 'constant' }, parametersAfter }) => {
    const complete: OptimizerOptions = optimizerOptions.parse(options);
    const slots = slotNamesOf(complete).length;
    const memory = new FlatMemory({ parameterCount: parameters.length, slots });
    const optimizer = createOptimizer(complete, memory);
    memory.parameters.set(parameters);
    const vector = () => new Float64Array(parameters.length);
    const reference = {
      parameters: Float64Array.from(parameters),
      gradients: vector(),
      slots: Array.from({ length: slots }, vector),
    };
    const { learningRate } = complete;
    const rates = createSchedule(scheduleOptions.parse(schedule), { learningRate, totalSteps: steps });
    let compared = 0;
    for (let step = 1; step <= steps; step++) {
      const gradient = gradients[(step - 1) % gradients.length]!;
      memory.gradients.set(gradient);
      reference.gradients.set(gradient);
      optimizer.update(step, rates(step - 1));
      findOptimizer(complete).reference(complete, reference, step, rates(step - 1));
      const expected = parametersAfter[step];
      if (expected === undefined) continue;
      expect(relativeError(reference.parameters, expected)).toBeLessThan(tolerance);
      expect(relativeError(memory.parameters, expected)).toBeLessThan(3e-6);
      compared++;
    }
    expect(compared).toBe(4);
  });
});

describe('the schedules against PyTorch 2.13 and Keras 3.15', () => {
  const { learningRate, totalSteps, cases: pytorch } = read<StoredRates>('pytorch/schedules.json');
  // Keras computes its rates in float32.
  const keras = read<StoredRates>('keras-training/schedules.json').cases.map((stored) => ({
    ...stored,
    tolerance: 1e-6,
  }));
  const cases = [...pytorch.map((stored) => ({ ...stored, tolerance: 1e-10 })), ...keras];

  it('have stored rates of a peer for every schedule and for every option of each', () => {
    expect(untried(schedules, cases)).toEqual([]);
  });

  it.each(cases)('$name has the same rates over 100 steps', ({ options, rates, tolerance }) => {
    const schedule = createSchedule(scheduleOptions.parse(options), { learningRate, totalSteps });
    expect(rates).toHaveLength(steps);
    rates.forEach((rate, step) => {
      expect(Math.abs(schedule(step) - rate)).toBeLessThan(tolerance * learningRate);
    });
  });
});
