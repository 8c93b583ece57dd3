import { describe, expect, it } from 'vitest';
import { classes, type ExampleData, numbers, sides, yesNo } from '../../examples/data.ts';
import { withTargets } from '../../examples/spoilt-data.ts';
import type { DiagnosisTask } from '../../task.ts';
import { findAnswerMap } from './answer-map.ts';
import { hasNone, hasSignal } from './compare.ts';
import { DataEvidence } from './data-evidence.ts';
import { invert, multiply } from './matrix.ts';

const yes: DiagnosisTask = { kind: 'yes-no', width: 1, values: [0, 1] };
const one: DiagnosisTask = { kind: 'numbers', width: 1 };
const evidenceOf = (data: ExampleData, task: DiagnosisTask) => new DataEvidence(data, task);

describe('DataEvidence', () => {
  it('sees what goes by sums, what bends and what jumps, within parts and from one to the other', () => {
    for (const [data, task] of [
      [sides({ samples: 256 }), yes],
      [yesNo({ samples: 256 }), yes],
      [numbers({ samples: 256 }), one],
      [classes(3, { samples: 256 }), { kind: 'classes', width: 3, count: 3, encoding: 'one-hot' }],
    ] as const) {
      const { training, validation, across, origin } = evidenceOf(data, task);
      expect([hasSignal(training), hasSignal(validation)]).toEqual([true, true]);
      expect(across!.score - across!.floor).toBeGreaterThan(0.5 * (1 - across!.floor));
      // Parts drawn alike cannot be told apart.
      expect(origin!.score).toBeLessThan(0.62);
    }
  });

  it('sees nothing in targets drawn at random', () => {
    const random = withTargets(numbers({ samples: 256 }), 'train', (rows, stream) => rows.map(() => [stream.normal()]));
    const { training, slipped } = evidenceOf(random, one);
    expect(hasNone(training!)).toBe(true);
    expect(hasSignal(slipped)).toBe(false);
  });

  it('finds by how many rows targets slipped', () => {
    const slipped = withTargets(numbers({ samples: 256 }), 'train', (rows) => [...rows.slice(2), ...rows.slice(0, 2)]);
    const evidence = evidenceOf(slipped, one);
    expect(hasNone(evidence.training!)).toBe(true);
    expect(evidence.slipped).toMatchObject({ rows: -2 });
    expect(hasSignal(evidence.slipped)).toBe(true);
  });

  it('says nothing of too few samples', () => {
    const { training, across, origin } = evidenceOf(numbers({ samples: 29 }), one);
    expect([training, across, origin]).toEqual([undefined, undefined, undefined]);
  });

  it('does not hang on the units of inputs and targets', () => {
    const plain = evidenceOf(numbers({ samples: 128 }), one).training!;
    const scaled = evidenceOf(numbers({ samples: 128, inputScale: 1000, targetScale: 0.01, targetOffset: 3 }), one)
      .training!;
    expect(scaled.skill).toBeCloseTo(plain.skill, 3);
  });
});

describe('findAnswerMap', () => {
  it('finds the line by which numbers of validation differ, on samples that it was not fitted to', () => {
    const inOtherUnits = withTargets(numbers({ samples: 256 }), 'validation', (rows) =>
      rows.map(([y]) => [-3 * y! + 1]),
    );
    const { across } = evidenceOf(inOtherUnits, one);
    const { columns, mapped } = findAnswerMap('numbers', across!);
    expect(across!.score).toBeLessThan(0);
    expect(mapped.score).toBeGreaterThan(0.8);
    expect(columns[0]!.scale).toBeLessThan(-2.5);
  });

  it('adds nothing where targets are what they are in training', () => {
    const { gain } = findAnswerMap('numbers', evidenceOf(numbers({ samples: 256 }), one).across!);
    expect(gain.value).toBeLessThan(0.05);
  });
});

describe('invert', () => {
  it('gives the inverse of a symmetric positive definite matrix', () => {
    const matrix = { rows: 3, columns: 3, data: Float64Array.of(4, 1, 0.5, 1, 3, 0.2, 0.5, 0.2, 2) };
    const product = multiply(matrix, invert(matrix)).data;
    for (let i = 0; i < 9; i++) expect(product[i]).toBeCloseTo(i % 4 === 0 ? 1 : 0, 12);
  });
});
