import type { Axis } from '../api.ts';
import type { Block, ScalarColumn } from './scalar-column.ts';

/** Where points stand along x. */
export interface AxisReader {
  at(block: Block, index: number): number;
  /** Bounds of x in a block. */
  least(block: Block): number;
  most(block: Block): number;
}

const bySteps: AxisReader = {
  at: (block, index) => block.step(index),
  least: (block) => block.leastStep,
  most: (block) => block.mostStep,
};

/** @param origin what is taken off Unix time, in seconds */
function byWallTime(origin: number): AxisReader {
  return {
    at: (block, index) => block.wallTime(index) - origin,
    least: (block) => block.leastWallTime - origin,
    most: (block) => block.mostWallTime - origin,
  };
}

/** What an axis is read from in one run. */
export interface AxisSources {
  /** Unix time in seconds of the run's first event. */
  readonly started: number;
  /** The run's scalar `epoch`, file by file; empty where it has none. */
  readonly epochs: readonly ScalarColumn[];
}

/** How x is read; undefined where the axis is the epoch and the run has none. */
export function axisReader(axis: Axis, { started, epochs }: AxisSources): AxisReader | undefined {
  if (axis === 'step') return bySteps;
  if (axis === 'wall') return byWallTime(0);
  if (axis === 'relative') return byWallTime(started);
  return byEpochs(epochs);
}

/** Epochs between the steps at which they were recorded are read off the straight line. */
function byEpochs(columns: readonly ScalarColumn[]): AxisReader | undefined {
  const points: (readonly [step: number, epoch: number])[] = [];
  for (const column of columns) {
    column.visitBlocks(0, column.length, (block, from, to) => {
      for (let i = from; i < to; i++)
        if (Number.isFinite(block.values[i]!)) points.push([block.step(i), block.values[i]!]);
    });
  }
  if (points.length === 0) return undefined;
  // The epoch of a step must not fall, so that blocks keep their bounds.
  points.sort(([a, first], [b, second]) => a - b || first - second);
  const steps = Float64Array.from(points, ([step]) => step);
  let highest = Number.NEGATIVE_INFINITY;
  const values = Float64Array.from(points, ([, epoch]) => {
    highest = Math.max(highest, epoch);
    return highest;
  });
  const epochAt = (step: number): number => {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (steps[middle]! <= step) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return values[0]!;
    if (low === steps.length) return values[low - 1]!;
    const share = (step - steps[low - 1]!) / (steps[low]! - steps[low - 1]!);
    return values[low - 1]! + share * (values[low]! - values[low - 1]!);
  };
  return {
    at: (block, index) => epochAt(block.step(index)),
    least: (block) => epochAt(block.leastStep),
    most: (block) => epochAt(block.mostStep),
  };
}
