import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EpochRecord } from '../epoch-record.ts';
import type { TrainingState } from '../events.ts';
import { type ReduceOnPlateauOptions, reduceOnPlateau } from './reduce-on-plateau.ts';

/** What test/fixtures/pytorch/schedules.py writes. */
interface StoredPlateaus {
  readonly learningRate: number;
  readonly losses: readonly number[];
  readonly plateaus: readonly {
    readonly name: string;
    readonly options: ReduceOnPlateauOptions;
    readonly rates: readonly number[];
  }[];
}

/** The factor of the learning rate after each epoch. */
function factorsOf(options: ReduceOnPlateauOptions, losses: readonly number[], validation = false): number[] {
  const handler = reduceOnPlateau(options);
  const state = { learningRateFactor: 1 } as TrainingState;
  return losses.map((loss, index) => {
    const scores = validation ? { loss, metrics: {} } : undefined;
    const record = { epoch: index + 1, loss: validation ? -index : loss, validation: scores } as EpochRecord;
    handler.onEpochEnd!(state, record);
    return state.learningRateFactor;
  });
}

describe('reduceOnPlateau', () => {
  const file = join(import.meta.dirname, '../../../test/fixtures/pytorch/schedules.json');
  const { learningRate, losses, plateaus }: StoredPlateaus = JSON.parse(readFileSync(file, 'utf8'));

  it.each(plateaus)("has the rates of PyTorch's ReduceLROnPlateau: $name", ({ options, rates }) => {
    const factors = factorsOf(options, losses);
    expect(factors.filter((factor) => factor < 1)).not.toHaveLength(0);
    // PyTorch leaves a rate alone that would change by less than 1e-8.
    rates.forEach((rate, epoch) => {
      expect(Math.abs(factors[epoch]! * learningRate - rate)).toBeLessThan(1e-8);
    });
  });

  it('watches the validation loss where there is one', () => {
    expect(factorsOf({ patience: 0, factor: 0.5 }, [3, 2, 2, 1, 1], true)).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });

  it('takes a loss that is not a number for no improvement', () => {
    expect(factorsOf({ patience: 1, factor: 0.5 }, [1, Number.NaN, Number.NaN])).toEqual([1, 1, 0.5]);
  });
});
