import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allMetricsFor, type MetricBatch, type MetricName, metrics, metricsFor } from './index.ts';

const batch = (changes: Partial<MetricBatch>): MetricBatch => ({
  samples: 2,
  width: 2,
  classes: 2,
  outputs: Float32Array.of(1, 2, 4, 3),
  targets: Float32Array.of(1, 2, 3, 4),
  targetKind: 'numbers',
  outputKind: changes.targetKind === undefined ? 'numbers' : 'logits',
  ...changes,
});

/** Rows of scores against class indices. */
function classified(rows: number[][], targets: number[], changes: Partial<MetricBatch> = {}): MetricBatch {
  return batch({
    samples: rows.length,
    width: rows[0]!.length,
    classes: rows[0]!.length,
    outputs: Float32Array.from(rows.flat()),
    targets: BigInt64Array.from(targets, BigInt),
    targetKind: 'classes',
    ...changes,
  });
}

/** One yes-or-no output a sample. */
function answers(outputs: number[], targets: number[], changes: Partial<MetricBatch> = {}): MetricBatch {
  return batch({
    samples: outputs.length,
    width: 1,
    classes: 1,
    outputs: Float32Array.from(outputs),
    targets: Float32Array.from(targets),
    targetKind: 'binary',
    ...changes,
  });
}

/** One row for each sample, with the score 1 at the class given. */
const given = (classes: number[], count: number) =>
  classes.map((index) => Array.from({ length: count }, (_, i) => (i === index ? 1 : 0)));

function score(name: MetricName, ...batches: MetricBatch[]) {
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

  it('takes 0.5 for the boundary of probabilities, and a NaN for neither yes nor no', () => {
    expect(score('accuracy', answers([0.4, 0.6], [0, 1]))).toBe(0.5);
    expect(score('accuracy', answers([0.4, 0.6], [0, 1], { outputKind: 'probabilities' }))).toBe(1);
    expect(score('accuracy', answers([Number.NaN, Number.NaN], [0, 1]))).toBe(0);
  });

  it('classifies every place of an image', () => {
    // Two classes on 1 × 3 pixels: all scores of class 0, then all of class 1.
    const image = batch({
      samples: 1,
      width: 6,
      outputs: Float32Array.of(5, 0, 5, 0, 5, 0),
      targets: BigInt64Array.of(0n, 1n, 1n),
      targetKind: 'classes',
    });
    expect(score('accuracy', image)).toBeCloseTo(2 / 3, 12);
    const oneHot = batch({ ...image, targets: Float32Array.of(1, 0, 0, 0, 1, 1), targetKind: 'oneHot' });
    expect(score('accuracy', oneHot)).toBeCloseTo(2 / 3, 12);
  });
});

describe('top-5 accuracy', () => {
  it('counts what has its class among the five largest outputs', () => {
    const row = [7, 6, 5, 4, 3, 2, 1];
    const targets = [0, 4, 5, 6];
    expect(score('topKAccuracy', classified([row, row, row, row], targets))).toBe(0.5);
  });

  it('gives no place to NaN, and the first of equal outputs the better one', () => {
    const equal = new Array(7).fill(1);
    expect(score('topKAccuracy', classified([equal, equal], [4, 5]))).toBe(0.5);
    expect(score('topKAccuracy', classified([new Array(7).fill(Number.NaN)], [0]))).toBe(0);
  });
});

describe('precision, recall and F1', () => {
  it('are those of the yes where the answer is yes or no', () => {
    const batch = answers([1, 1, 1, -1, -1], [1, 0, 0, 1, 0]);
    expect(score('precision', batch)).toBeCloseTo(1 / 3, 12);
    expect(score('recall', batch)).toBe(0.5);
    expect(score('f1', batch)).toBeCloseTo(0.4, 12);
  });

  it('are those of the second of two classes', () => {
    const batch = classified(given([1, 1, 1, 0, 0], 2), [1, 0, 0, 1, 0]);
    expect(score('precision', batch)).toBeCloseTo(1 / 3, 12);
    expect(score('recall', batch)).toBe(0.5);
    expect(score('f1', batch)).toBeCloseTo(0.4, 12);
  });

  it('are averaged over several classes alike, those left out that do not occur', () => {
    // Class 0: 2 hits, 1 false alarm; class 1: 1 hit, 1 miss; class 2: 1 false alarm, 1 miss; class 3: nothing.
    const batch = classified(given([0, 0, 0, 1, 2], 4), [0, 0, 2, 1, 1]);
    expect(score('precision', batch)).toBeCloseTo((2 / 3 + 1 + 0) / 3, 12);
    expect(score('recall', batch)).toBeCloseTo((1 + 1 / 2 + 0) / 3, 12);
    expect(score('f1', batch)).toBeCloseTo((4 / 5 + 2 / 3 + 0) / 3, 12);
  });

  it('are averaged over yes-or-no outputs, two of them too', () => {
    const outputs = [1, 1, 1, -1, -1, 1];
    const both = answers(outputs, [1, 1, 0, 0, 0, 1], { samples: 3, width: 2, classes: 2 });
    expect(score('precision', both)).toBeCloseTo((1 / 2 + 1) / 2, 12);
    expect(score('recall', both)).toBe(1);
  });

  it('count outputs that are NaN as wrong', () => {
    const batch = answers([Number.NaN, Number.NaN, 1], [0, 1, 1]);
    expect(score('precision', batch)).toBe(0.5);
    expect(score('recall', batch)).toBe(0.5);
    const none = [Number.NaN, Number.NaN, Number.NaN];
    expect(score('recall', classified([none, [1, 0, 0]], [0, 0]))).toBe(0.5);
  });

  it('are NaN where there is nothing to score', () => {
    expect(score('f1', answers([-1, -1], [0, 0]))).toBeNaN();
  });
});

describe('AUC', () => {
  it('is 1 for a perfect order, 0 for its opposite and 0.5 where all scores are equal', () => {
    expect(score('auc', answers([1, 2, 3, 4], [0, 0, 1, 1]))).toBe(1);
    expect(score('auc', answers([4, 3, 2, 1], [0, 0, 1, 1]))).toBe(0);
    expect(score('auc', answers([2, 2, 2, 2], [0, 1, 1, 0]))).toBe(0.5);
  });

  it('is the share of pairs in the right order, ties counting half', () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(samples, (pairs) => {
        const yes = pairs.filter(([, target]) => target === 1).map(([output]) => output);
        const no = pairs.filter(([, target]) => target === 0).map(([output]) => output);
        fc.pre(yes.length > 0 && no.length > 0);
        const wins = yes.flatMap((a) => no.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
        const expected = wins.reduce((sum, win) => sum + win, 0) / wins.length;
        const outputs = pairs.map(([output]) => output);
        const targets = pairs.map(([, target]) => target);
        const half = Math.ceil(pairs.length / 2);
        const parts = [
          answers(outputs.slice(0, half), targets.slice(0, half)),
          answers(outputs.slice(half), targets.slice(half)),
        ];
        expect(score('auc', ...parts)).toBeCloseTo(expected, 12);
        const rows = outputs.map((output) => [7 - output, 7 + output]);
        expect(score('auc', classified(rows, targets))).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('scores each of several classes against the others by its probability', () => {
    const rows = [
      [2, 0, 1],
      [30, 31, 29],
      [0, 1, 3],
      [5, 5, 6],
    ];
    const targets = [0, 1, 2, 0];
    const logits = score('auc', classified(rows, targets));
    const probabilities = rows.map((row) => {
      const sum = row.reduce((total, x) => total + Math.exp(x - 31), 0);
      return row.map((x) => Math.exp(x - 31) / sum);
    });
    // Class 0: 0.665, 0.245, 0.042, 0.212 against the classes 0, 1, 2, 0: three of four pairs are in order.
    expect(logits).toBeCloseTo((3 / 4 + 1 + 1) / 3, 12);
    expect(score('auc', classified(probabilities, targets, { outputKind: 'probabilities' }))).toBeCloseTo(logits, 12);
  });

  it('is NaN where a score is, and where one side is missing', () => {
    expect(score('auc', answers([1, Number.NaN, 2], [0, 1, 1]))).toBeNaN();
    expect(score('auc', answers([1, 2], [1, 1]))).toBeNaN();
  });
});

describe('regression metrics', () => {
  it('MAE is the mean of the absolute errors over all outputs and batches', () => {
    expect(score('mae', batch({}))).toBe(0.5);
    expect(score('mae', batch({}), batch({ outputs: Float32Array.of(1, 2, 3, 4) }))).toBe(0.25);
  });

  it('compare the exponentials of log-rates with the targets', () => {
    const rates = batch({ outputs: Float32Array.of(1, 2, 3, 4).map(Math.log), outputKind: 'logRates' });
    for (const name of ['mae', 'rmse'] as const) expect(score(name, rates)).toBeCloseTo(0, 6);
    expect(score('r2', rates)).toBeCloseTo(1, 6);
  });

  it('RMSE is the root of the mean squared error over all outputs and batches', () => {
    expect(score('rmse', batch({}))).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(score('rmse', batch({}), batch({ outputs: Float32Array.of(1, 2, 3, 4) }))).toBeCloseTo(0.5, 12);
    expect(score('mse', batch({}))).toBeCloseTo(0.5, 12);
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

describe('the catalogue of metrics', () => {
  it.each(Object.entries(metrics))('%s gathers the same from many batches as from one', (_name, metric) => {
    for (const targetKind of metric.targets) {
      const whole = targetKind === 'numbers' ? batch({}) : batch({ ...samplesOf[targetKind], targetKind });
      const parts = Array.from({ length: whole.samples }, (_, i) => sampleOf(whole, i));
      const [one, many] = [metric.start(), metric.start()];
      one.add(whole);
      for (const part of parts) many.add(part);
      expect(Number.isFinite(one.result())).toBe(true);
      expect(many.result()).toBeCloseTo(one.result(), 12);
    }
  });
});

/** Four samples of three outputs for each kind of target. */
const outputs = Float32Array.of(3, 1, 2, -1, 4, 0, 2, 2.5, -3, 0.5, 1, 5);
const shape = { samples: 4, width: 3, classes: 3, outputs };
const samplesOf = {
  classes: { ...shape, targets: BigInt64Array.of(0n, 1n, 0n, 2n) },
  oneHot: { ...shape, targets: Float32Array.of(1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1) },
  binary: { ...shape, targets: Float32Array.of(1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1) },
};

function sampleOf(whole: MetricBatch, sample: number): MetricBatch {
  const { width, outputs, targets, samples } = whole;
  const each = targets.length / samples;
  return {
    ...whole,
    samples: 1,
    outputs: outputs.slice(sample * width, (sample + 1) * width),
    targets: targets.slice(sample * each, (sample + 1) * each),
  };
}

describe("Keras's accuracy", () => {
  it('of one output asks on which side of 0.5 it is, whatever the loss', () => {
    const single = { samples: 4, width: 1, classes: 1 };
    const outputs = Float32Array.of(0.6, 0.4, 7, -1);
    expect(score('kerasAccuracy', batch({ ...single, outputs, targets: Float32Array.of(1, 0, 1, 0.5) }))).toBe(0.75);
  });

  it('of several outputs compares the places of the largest, or a single target as an index', () => {
    expect(score('kerasAccuracy', batch({ targets: Float32Array.of(0, 3, 1, 9) }))).toBe(0.5);
    const targets = Float32Array.of(1, 1, 0, 0);
    expect(score('kerasAccuracy', batch({ targets, givenTargets: 1 }))).toBe(1);
    expect(score('kerasAccuracy', classified([[1, 2, 0]], [1]))).toBe(1);
  });
});

describe('a network whose classes lie along the last axis', () => {
  const scored: MetricName[] = ['accuracy', 'topKAccuracy', 'precision', 'recall', 'f1', 'auc', 'kerasAccuracy'];

  it.each(scored)('has the %s of the same outputs with the classes first', (name) => {
    const [samples, classes, places] = [3, 6, 4];
    const first = Float32Array.from({ length: samples * classes * places }, (_, i) => Math.sin(7 * i));
    const last = first.map((_, i) => {
      const [sample, place, index] = [Math.floor(i / 24), Math.floor(i / classes) % places, i % classes];
      return first[sample * 24 + index * places + place]!;
    });
    const targets = BigInt64Array.from({ length: samples * places }, (_, i) => BigInt(i % classes));
    const shared = { samples, width: 24, classes, targets, targetKind: 'classes' as const };
    const expected = score(name, batch({ ...shared, outputs: first }));
    expect(score(name, batch({ ...shared, outputs: last, classesLast: true }))).toBeCloseTo(expected, 12);
    expect(score(name, batch({ ...shared, outputs: last }))).not.toBeCloseTo(expected, 2);
  });
});

describe('metricsFor', () => {
  it('gives the metrics that fit the target', () => {
    expect(metricsFor('classes')).toEqual(['accuracy']);
    expect(metricsFor('numbers')).toEqual(['rmse', 'r2']);
    expect(metricsFor('binary')).toEqual(['accuracy']);
  });

  it('leaves out what is reported on request alone', () => {
    expect(allMetricsFor('numbers')).toEqual(['rmse', 'mse', 'r2', 'mae', 'kerasAccuracy']);
    expect(allMetricsFor('classes')).toEqual([
      'accuracy',
      'topKAccuracy',
      'precision',
      'recall',
      'f1',
      'auc',
      'kerasAccuracy',
    ]);
  });
});
