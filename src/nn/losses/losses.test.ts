import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkGradient, gradient } from '../../autodiff/index.ts';
import { fromNumbers, type Tensor } from '../../core/index.ts';
import { GraphBuilder } from '../../graph/index.ts';
import { catalogue, evaluate, toReference } from '../../ops/index.ts';
import {
  type ClassWeights,
  findLoss,
  type LossChoice,
  losses,
  lossNameOf,
  lossNames,
  lossSchema,
  withClassWeights,
} from './index.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly data: number[];
}

/** What the scripts losses.py of test/fixtures write. */
interface StoredCase {
  readonly name: string;
  readonly loss: LossChoice;
  readonly smooth: boolean;
  readonly classWeights?: ClassWeights;
  readonly output: StoredTensor;
  readonly target: StoredTensor;
  readonly value: number;
  readonly gradient: number[];
}

function readCases(peer: string): StoredCase[] {
  const file = join(import.meta.dirname, '../../../test/fixtures', peer, 'losses.json');
  const { cases }: { cases: (StoredCase & { loss: unknown })[] } = JSON.parse(readFileSync(file, 'utf8'));
  return cases.map((stored) => ({ ...stored, loss: lossSchema.parse(stored.loss) }));
}

const cases = [...readCases('pytorch'), ...readCases('keras-training')];

/** A loss as a graph of its own. */
function writeLoss(
  { loss: choice, classWeights }: Pick<StoredCase, 'loss' | 'classWeights'>,
  shape: readonly number[],
  given: readonly number[] = shape,
) {
  const builder = new GraphBuilder(catalogue);
  const output = builder.input('output', 'float32', shape);
  const plain = findLoss(choice);
  const loss = classWeights === undefined ? plain : withClassWeights(plain, classWeights);
  const type = loss.targetType(output, given);
  const scalar = loss.write(builder, output, builder.input('target', type.dtype, type.shape));
  builder.output(scalar, 'loss');
  return { builder, output, scalar };
}

function feedsOf({ loss, output, target }: StoredCase): Record<'output' | 'target', Tensor> {
  const { dtype } = findLoss(loss).targetType({ dtype: 'float32', shape: output.shape });
  return {
    output: fromNumbers('float32', output.shape, output.data),
    target: fromNumbers(dtype, target.shape, target.data),
  };
}

/** Value and gradient in float64. */
function run(stored: StoredCase) {
  const { builder, output, scalar } = writeLoss(stored, stored.output.shape, stored.target.shape);
  builder.output(gradient(builder, scalar, [output]).get('output')!, 'gradient');
  const feeds = feedsOf(stored);
  return evaluate(builder.build(), { output: toReference(feeds.output), target: toReference(feeds.target) });
}

/** |actual − expected| over the magnitude of what is expected, or over 1 where that is smaller. */
const error = (actual: number, expected: number) => Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

describe('against PyTorch 2.13 and Keras 3.15', () => {
  it('has a smooth case of every loss', () => {
    const covered = cases.filter(({ smooth }) => smooth).map(({ loss }) => lossNameOf(loss));
    expect(new Set(covered)).toEqual(new Set(lossNames));
  });

  it.each(cases)('$name has the same value and gradient', (stored) => {
    const { loss, gradient } = run(stored);
    // The constants 1e-7 and 1e-8 are rounded to float32 in the graph.
    expect(error(loss!.data[0]!, stored.value)).toBeLessThan(1e-8);
    expect(gradient!.data).toHaveLength(stored.gradient.length);
    stored.gradient.forEach((expected, i) => {
      expect(error(gradient!.data[i]!, expected)).toBeLessThan(1e-8);
    });
  });
});

describe.each(cases.filter(({ smooth }) => smooth))('$name', (stored) => {
  it('has a gradient that agrees with central differences', () => {
    const graph = writeLoss(stored, stored.output.shape, stored.target.shape).builder.build();
    // A small step, since the logarithm of a small probability bends strongly.
    expect(checkGradient(graph, feedsOf(stored), ['output'], 1e-5).relativeError).toBeLessThan(1e-6);
  });
});

describe('cross-entropy on probabilities', () => {
  it('gives NaN for a one-hot row of zeros, as Keras does', () => {
    const { loss } = run({
      name: '',
      loss: 'categoricalCrossEntropyOnProbabilities',
      smooth: false,
      output: { shape: [1, 2], data: [0, 0] },
      target: { shape: [1, 2], data: [0, 1] },
      value: Number.NaN,
      gradient: [],
    });
    expect(loss!.data[0]).toBeNaN();
  });
});

describe('class weights', () => {
  it('are refused by losses without classes, with smoothed labels and where their number is another', () => {
    const classWeights = { weights: [1, 2], dividedBy: 'weights' } as const;
    const write = (loss: LossChoice) => writeLoss({ loss, classWeights }, [4, 3]);
    expect(() => write('mse')).toThrow('this loss takes no class weights');
    expect(() => write({ name: 'crossEntropy', labelSmoothing: 0.1 })).toThrow('takes no class weights');
    expect(() => write('crossEntropy')).toThrow('classWeights has 2 weights, the loss has 3 classes');
  });
});

describe('the catalogue of losses', () => {
  it.each(Object.entries(losses))('has a line of help for %s, and can be chosen by name', (name, loss) => {
    expect(loss.summary).toMatch(/^[a-zA-Z][^.]{9,78}$/);
    expect(lossNameOf(lossSchema.parse(name))).toBe(name);
    expect(lossNameOf(lossSchema.parse({ name }))).toBe(name);
  });

  it('takes options, fills in the others, and leaves a loss without options a name', () => {
    expect(lossSchema.parse('huber')).toEqual({ name: 'huber', delta: 1 });
    expect(lossSchema.parse({ name: 'huber', delta: 2 })).toEqual({ name: 'huber', delta: 2 });
    expect(lossSchema.parse({ name: 'mse' })).toBe('mse');
    expect(lossSchema.parse(lossSchema.parse('huber'))).toEqual({ name: 'huber', delta: 1 });
  });

  it.each([
    ['hubert', 'name'],
    [{ name: 'huber', delta: 0 }, 'delta'],
    [{ name: 'mse', delta: 1 }, ''],
    [3, ''],
  ])('refuses %o, naming the field', (choice, field) => {
    const { error } = lossSchema.safeParse(choice);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
