import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import type { Dataset } from './dataset.ts';
import { MemoryDataset } from './memory-dataset.ts';
import { splitDataset } from './split.ts';
import { classIndices } from './task.ts';

function labelled(labels: number[]): MemoryDataset {
  const inputs = [
    {
      name: 'x',
      values: fromNumbers(
        'float32',
        [labels.length, 1],
        labels.map((_, i) => i),
      ),
    },
  ];
  const target = { name: 'y', values: fromNumbers('int64', [labels.length], labels) };
  return new MemoryDataset({ source: 'made', layout: 'features', inputs, target });
}

/** The numbers of the samples, which are their inputs. */
function samplesOf(dataset: Dataset): number[] {
  const out = new Float32Array(dataset.length);
  dataset.gather(
    'x',
    Uint32Array.from(out, (_, i) => i),
    out,
  );
  return Array.from(out);
}

describe('splitDataset', () => {
  it('puts every sample in one part, whatever the labels and the fraction', () => {
    const labels = fc.array(fc.nat(4), { minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(
        labels,
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        fc.nat(),
        fc.boolean(),
        (classes, validationFraction, seed, stratify) => {
          const dataset = labelled(classes);
          const { train, validation } = splitDataset(dataset, { validationFraction, seed, stratify });
          expect(validation.length).toBe(Math.round(classes.length * validationFraction));
          const all = [...samplesOf(train), ...samplesOf(validation)].sort((a, b) => a - b);
          expect(all).toEqual(classes.map((_, i) => i));
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('keeps the share of each class within one sample', () => {
    const classes = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 2 : i % 3 === 0 ? 1 : 0));
    const { validation } = splitDataset(labelled(classes), { validationFraction: 0.17, seed: 5 });
    for (const index of [0, 1, 2]) {
      const expected = classes.filter((value) => value === index).length * 0.17;
      const received = classIndices(validation)!.filter((value) => value === index).length;
      expect(Math.abs(received - expected)).toBeLessThan(1);
    }
  });

  it('repeats itself for a seed and differs between seeds', () => {
    const dataset = labelled(Array.from({ length: 100 }, (_, i) => i % 2));
    const split = (seed: number): number[] =>
      samplesOf(splitDataset(dataset, { validationFraction: 0.3, seed }).validation);
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
    expect(split(1)).not.toEqual(Array.from({ length: 30 }, (_, i) => i));
  });

  it('refuses a part without samples, and a fraction out of range', () => {
    const dataset = labelled([0, 1, 0, 1]);
    expect(() => splitDataset(dataset, { validationFraction: 0.1, seed: 1 })).toThrow(
      'made: 0.1 of 4 samples leaves the validation part empty',
    );
    expect(() => splitDataset(dataset, { validationFraction: 0.9, seed: 1 })).toThrow('leaves the training part empty');
    for (const validationFraction of [0, 1, -1, Number.NaN]) {
      expect(() => splitDataset(dataset, { validationFraction, seed: 1 })).toThrow('expected a number between 0 and 1');
    }
  });
});
