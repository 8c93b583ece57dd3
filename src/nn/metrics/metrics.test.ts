import { describe, expect, it } from 'vitest';
import { type MetricBatch, metrics, metricsFor } from './index.ts';

const batch = (changes: Partial<MetricBatch>): MetricBatch => ({
  samples: 2,
  width: 2,
  outputs: Float32Array.of(1, 2, 4, 3),
  targets: Float32Array.of(1, 2, 3, 4),
  targetKind: 'numbers',
  ...changes,
});

function score(name: keyof typeof metrics, ...batches: MetricBatch[]) {
  const accumulator = metrics[name].start();
  for (const each of batches) accumulator.add(each);
  return accumulator.result();
}

describe('accuracy', () => {
  it('counts the samples whose largest logit is the class', () => {
    const first = batch({ targets: BigInt64Array.of(1n, 1n), targetKind: 'classes' });
    expect(score('accuracy', first)).toBe(0.5);
    expect(score('accuracy', first, batch({ targets: BigInt64Array.of(1n, 0n), targetKind: 'classes' }))).toBe(0.75);
  });

  it('reads one-hot rows and yes-or-no outputs', () => {
    expect(score('accuracy', batch({ targets: Float32Array.of(0, 1, 1, 0), targetKind: 'oneHot' }))).toBe(1);
    const outputs = Float32Array.of(-1, 2, 0.5, -3);
    expect(score('accuracy', batch({ outputs, targets: Float32Array.of(0, 1, 0, 0), targetKind: 'binary' }))).toBe(
      0.75,
    );
  });

  it('counts outputs that are NaN as wrong', () => {
    const outputs = Float32Array.of(Number.NaN, Number.NaN, 4, 3);
    expect(score('accuracy', batch({ outputs, targets: BigInt64Array.of(0n, 0n), targetKind: 'classes' }))).toBe(0.5);
  });
});

describe('regression metrics', () => {
  it('RMSE is the root of the mean squared error over all outputs and batches', () => {
    expect(score('rmse', batch({}))).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(score('rmse', batch({}), batch({ outputs: Float32Array.of(1, 2, 3, 4) }))).toBeCloseTo(0.5, 12);
  });

  it('R² is averaged over outputs, 1 for perfect and 0 for the mean', () => {
    expect(score('r2', batch({ outputs: Float32Array.of(1, 2, 3, 4) }))).toBe(1);
    expect(score('r2', batch({ outputs: Float32Array.of(2, 3, 2, 3) }))).toBe(0);
    expect(score('r2', batch({}))).toBeCloseTo((0.5 + 0.5) / 2, 12);
  });

  it('R² is the same whether samples come in one batch or many', () => {
    const one = batch({ samples: 4, width: 1 });
    const parts = [0, 1, 2, 3].map((i) =>
      batch({ samples: 1, width: 1, outputs: one.outputs.slice(i, i + 1), targets: one.targets.slice(i, i + 1) }),
    );
    expect(score('r2', ...parts)).toBeCloseTo(score('r2', one), 12);
  });
});

describe('metricsFor', () => {
  it('gives the metrics that fit the target', () => {
    expect(metricsFor('classes')).toEqual(['accuracy']);
    expect(metricsFor('numbers')).toEqual(['rmse', 'r2']);
  });
});
