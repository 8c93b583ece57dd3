import { forEachChunk } from './chunks.ts';
import type { Dataset } from './dataset.ts';
import { QuantileSketch, sketchCapacity } from './quantile-sketch.ts';
import { fieldNamed, groupsOf } from './statistics.ts';

/** Sketches of a field's finite values, one for each group asked for. */
export interface FieldSketches {
  /** Of the values, by group. */
  readonly values: ReadonlyMap<number, QuantileSketch>;
  /** Of the magnitudes of all values but 0, by group. */
  readonly magnitudes: ReadonlyMap<number, QuantileSketch>;
}

/**
 * Quantiles of some groups of a field (features, channels), in one pass and bounded memory.
 *
 * @param groups indices of the groups; those left out cost nothing
 */
export function sketchField(dataset: Dataset, name: string, groups: readonly number[]): FieldSketches {
  const capacity = sketchCapacity(2 * groups.length);
  const make = () => new Map(groups.map((group) => [group, new QuantileSketch(capacity)]));
  const sketches = { values: make(), magnitudes: make() };
  if (groups.length === 0) return sketches;
  const field = fieldNamed(dataset, name);
  const { outer, groups: count, inner } = groupsOf(dataset, field);
  forEachChunk(dataset, field, (values, _first, samples) => {
    for (const group of groups) {
      const ofValues = sketches.values.get(group)!;
      const ofMagnitudes = sketches.magnitudes.get(group)!;
      for (let block = 0; block < samples * outer; block++) {
        const start = (block * count + group) * inner;
        for (let at = start; at < start + inner; at++) {
          const value = values[at]!;
          if (value - value !== 0) continue;
          ofValues.add(value);
          if (value !== 0) ofMagnitudes.add(Math.abs(value));
        }
      }
    }
    return undefined;
  });
  return sketches;
}
