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
 *
 * @param transform changes the values of some samples in place before they are measured
 */
export function fieldStatistics(
  dataset: Dataset,
  name: string,
  transform?: (values: Float32Array, samples: number) => void,
): FieldStatistics {
  const field = fieldNamed(dataset, name);
  const { kind, outer, groups, inner } = groupsOf(dataset, field);
  const total = new Moments(groups);
  const chunk = new Moments(groups);
  forEachChunk(dataset, field, (values, _first, samples) => {
    transform?.(values, samples);
    chunk.measure(values, samples * outer, inner);
    total.merge(chunk);
    return undefined;
  });
  const { mean, squares, count, nonFiniteCount, minimum, maximum } = total;
  for (let group = 0; group < groups; group++) {
    if (count[group] === 0) mean[group] = minimum[group] = maximum[group] = Number.NaN;
  }
  const standardDeviation = squares.map((sum, group) => Math.sqrt(sum / count[group]!));
  return { kind, mean, standardDeviation, minimum, maximum, nonFiniteCount, count };
}

/** How the samples of a field divide into groups that share statistics. */
export function groupsOf(dataset: Dataset, field: Field): SampleGroups {
  return sampleGroups(field.shape, dataset.inputs[0] === field ? dataset.layout : 'unknown');
}

/** Counts, means, sums of squared deviations and ranges of some groups of numbers. */
class Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  readonly nonFiniteCount: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;

  constructor(groups: number) {
    this.count = new Float64Array(groups);
    this.mean = new Float64Array(groups);
    this.squares = new Float64Array(groups);
    this.nonFiniteCount = new Float64Array(groups);
    this.minimum = new Float64Array(groups).fill(Number.POSITIVE_INFINITY);
    this.maximum = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  }

  /** Measures `values` of shape `[blocks, groups, inner]` afresh, save for the range, which goes on. */
  measure(values: Float32Array, blocks: number, inner: number): void {
    const { count, mean, squares, nonFiniteCount, minimum, maximum } = this;
    const groups = count.length;
    for (const figures of [count, mean, squares, nonFiniteCount]) figures.fill(0);
    for (let block = 0, at = 0; block < blocks; block++) {
      for (let group = 0; group < groups; group++) {
        let sum = 0;
        let finite = 0;
        let low = minimum[group]!;
        let high = maximum[group]!;
        for (const end = at + inner; at < end; at++) {
          const value = values[at]!;
          if (value - value !== 0) continue;
          sum += value;
          finite++;
          if (value < low) low = value;
          if (value > high) high = value;
        }
        mean[group]! += sum;
        count[group]! += finite;
        nonFiniteCount[group]! += inner - finite;
        minimum[group] = low;
        maximum[group] = high;
      }
    }
    for (let group = 0; group < groups; group++) mean[group]! /= count[group]! || 1;
    for (let block = 0, at = 0; block < blocks; block++) {
      for (let group = 0; group < groups; group++) {
        const center = mean[group]!;
        let sum = 0;
        for (const end = at + inner; at < end; at++) {
          const difference = values[at]! - center;
          if (difference - difference === 0) sum += difference * difference;
        }
        squares[group]! += sum;
      }
    }
  }

  /** Adds what `other` measured. */
  merge(other: Moments): void {
    const { count, mean, squares, nonFiniteCount, minimum, maximum } = this;
    for (let group = 0; group < count.length; group++) {
      nonFiniteCount[group]! += other.nonFiniteCount[group]!;
      const before = count[group]!;
      const added = other.count[group]!;
      if (added === 0) continue;
      const shift = other.mean[group]! - mean[group]!;
      count[group] = before + added;
      mean[group]! += (shift * added) / (before + added);
      squares[group]! += other.squares[group]! + (shift * shift * before * added) / (before + added);
      minimum[group] = Math.min(minimum[group]!, other.minimum[group]!);
      maximum[group] = Math.max(maximum[group]!, other.maximum[group]!);
    }
  }
}
