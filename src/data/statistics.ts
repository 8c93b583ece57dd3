import { DataError } from '../core/index.ts';
import { forEachChunk } from './chunks.ts';
import type { Dataset, Field } from './dataset.ts';
import { type SampleGroups, sampleGroups } from './layout.ts';

/** Statistics of one field: one entry for each feature, for each channel, or one for all elements together. */
export interface FieldStatistics {
  /** What an entry stands for. */
  readonly kind: SampleGroups['kind'];
  readonly mean: Float64Array;
  /** Population standard deviation (divided by the count). */
  readonly standardDeviation: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** NaN and infinite elements; they are left out of the other figures. */
  readonly nonFiniteCount: Float64Array;
  /** Finite elements. */
  readonly count: Float64Array;
}

/** The field of that name, an input or the target. Throws {@link DataError} where there is none. */
export function fieldNamed(dataset: Dataset, name: string): Field {
  const field = dataset.inputs.find((input) => input.name === name) ?? dataset.target;
  if (field?.name !== name) throw new DataError(`${dataset.source}: no field '${name}'`);
  return field;
}

/**
 * Mean, standard deviation, range and count of non-finite elements of one field, in one pass over the samples in float64.
 * Each chunk's mean and sum of squared deviations are merged into the total by the update of Chan, Golub and LeVeque
 * ("Updating formulae and a pairwise algorithm for computing sample variances", 1979, equation 2.1), which is stable
 * where the mean is large against the deviation. Entries without finite elements are NaN.
 */
export function fieldStatistics(dataset: Dataset, name: string): FieldStatistics {
  const field = fieldNamed(dataset, name);
  const isFirstInput = dataset.inputs[0] === field;
  const { kind, outer, groups, inner } = sampleGroups(field.shape, isFirstInput ? dataset.layout : 'unknown');
  const mean = new Float64Array(groups);
  const squares = new Float64Array(groups);
  const count = new Float64Array(groups);
  const nonFiniteCount = new Float64Array(groups);
  const minimum = new Float64Array(groups).fill(Number.POSITIVE_INFINITY);
  const maximum = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  const chunkSum = new Float64Array(groups);
  const chunkCount = new Float64Array(groups);
  const chunkSquares = new Float64Array(groups);

  forEachChunk(dataset, field, (values, _first, samples) => {
    chunkSum.fill(0);
    chunkCount.fill(0);
    chunkSquares.fill(0);
    const blocks = samples * outer;
    for (let block = 0, at = 0; block < blocks; block++) {
      for (let group = 0; group < groups; group++) {
        let [sum, finite, low, high] = [0, 0, minimum[group]!, maximum[group]!];
        for (const end = at + inner; at < end; at++) {
          const value = values[at]!;
          if (value - value !== 0) continue;
          sum += value;
          finite++;
          if (value < low) low = value;
          if (value > high) high = value;
        }
        chunkSum[group]! += sum;
        chunkCount[group]! += finite;
        nonFiniteCount[group]! += inner - finite;
        minimum[group] = low;
        maximum[group] = high;
      }
    }
    for (let group = 0; group < groups; group++) chunkSum[group]! /= chunkCount[group]! || 1;
    for (let block = 0, at = 0; block < blocks; block++) {
      for (let group = 0; group < groups; group++) {
        const chunkMean = chunkSum[group]!;
        let sum = 0;
        for (const end = at + inner; at < end; at++) {
          const difference = values[at]! - chunkMean;
          if (difference - difference === 0) sum += difference * difference;
        }
        chunkSquares[group]! += sum;
      }
    }
    for (let group = 0; group < groups; group++) {
      const added = chunkCount[group]!;
      if (added === 0) continue;
      const before = count[group]!;
      const total = before + added;
      const shift = chunkSum[group]! - mean[group]!;
      mean[group]! += (shift * added) / total;
      squares[group]! += chunkSquares[group]! + (shift * shift * before * added) / total;
      count[group] = total;
    }
    return undefined;
  });

  for (let group = 0; group < groups; group++) {
    if (count[group] === 0) mean[group] = minimum[group] = maximum[group] = Number.NaN;
  }
  const standardDeviation = squares.map((sum, group) => Math.sqrt(sum / count[group]!));
  return { kind, mean, standardDeviation, minimum, maximum, nonFiniteCount, count };
}
