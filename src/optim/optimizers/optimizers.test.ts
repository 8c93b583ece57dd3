import { describe, expect, it } from 'vitest';
import { RandomStream, RuntimeError } from '../../core/index.ts';
import { FlatMemory } from '../flat-memory.ts';
import type { ReferenceState } from './optimizer.ts';
import {
  createOptimizer,
  findOptimizer,
  type OptimizerOptions,
  optimizerOptions,
  optimizers,
  slotNamesOf,
} from './optimizers.ts';

const lengths = [1, 3, 17, 1000, 4097];
const steps = 100;

const samples: [string, OptimizerOptions][] = Object.values(optimizers).flatMap(({ samples }) =>
  samples.map((options): [string, OptimizerOptions] => [JSON.stringify(options), options]),
);

function prepare(options: OptimizerOptions, parameterCount: number) {
  const memory = new FlatMemory({ parameterCount, slots: slotNamesOf(options).length, regions: { after: 1 } });
  return { memory, optimizer: createOptimizer(options, memory) };
}

function referenceOf(memory: FlatMemory): ReferenceState {
  return {
    parameters: Float64Array.from(memory.parameters),
    gradients: Float64Array.from(memory.gradients),
    slots: memory.slots.map((slot) => Float64Array.from(slot)),
  };
}

/** The largest difference, relative to the largest number expected; NaN where one is NaN. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

describe.each(samples)('the optimizer %s', (_title, options) => {
  it.each(lengths)('keeps to its float64 reference over 100 steps on %i parameters', (length) => {
    const { memory, optimizer } = prepare(options, length);
    const random = new RandomStream(length, 'optimizer');
    for (let i = 0; i < length; i++) memory.parameters[i] = 1 + random.uniform();
    const reference = referenceOf(memory);
    for (let step = 1; step <= steps; step++) {
      for (let i = 0; i < length; i++) memory.gradients[i] = random.uniform() * 2 - 1;
      reference.gradients.set(memory.gradients);
      const learningRate = options.learningRate / step;
      optimizer.update(step, learningRate);
      findOptimizer(options).reference(options, reference, step, learningRate);
    }
    expect(relativeError(memory.parameters, reference.parameters)).toBeLessThan(2e-6);
    memory.slots.forEach((slot, index) => {
      expect(relativeError(slot, reference.slots[index]!)).toBeLessThan(2e-6);
    });
  });

  it('leaves zeros in the padding, and what lies behind it, as they are', () => {
    const { memory, optimizer } = prepare(options, 17);
    memory.region('after').fill(7);
    memory.gradients.fill(1);
    for (let step = 1; step <= 32; step++) optimizer.update(step, 0.1);
    for (const vector of [memory.parameters, memory.gradients, ...memory.slots]) {
      const padding = new Float32Array(memory.buffer, vector.byteOffset + 17 * 4, 15);
      expect([...padding]).toEqual(new Array(15).fill(0));
    }
    expect([...memory.region('after')]).toEqual([7]);
  });

  it('changes no parameter at the learning rate 0, and one whose gradient was always 0 only by weight decay', () => {
    const { memory, optimizer } = prepare(options, 4);
    memory.parameters.set([1, 2, 3, 4]);
    memory.gradients.set([5, -6, 0, 7]);
    for (let step = 1; step <= 3; step++) optimizer.update(step, 0);
    expect([...memory.parameters]).toEqual([1, 2, 3, 4]);
    optimizer.update(4, options.learningRate);
    if (options.weightDecay === 0) expect(memory.parameters[2]).toBe(3);
    else expect(memory.parameters[2]).toBeLessThan(3);
    expect(memory.parameters[0]).toBeLessThan(1);
    expect(memory.parameters[1]).toBeGreaterThan(2);
  });

  it('lets a gradient that is not a number reach its parameter and no other', () => {
    const { memory, optimizer } = prepare(options, 5);
    memory.gradients.set([1, Number.NaN, 1, 1, 1]);
    for (let step = 1; step <= 16; step++) optimizer.update(step, 0.1);
    expect([...memory.parameters].map(Number.isNaN)).toEqual([false, true, false, false, false]);
    for (const slot of memory.slots) expect(slot[1]).toBeNaN();
  });

  it('keeps no denormal number once its gradients have died', () => {
    const { memory, optimizer } = prepare(options, 3);
    for (const slot of memory.slots) slot.set([1e-39, 1e-40, 1e-37]);
    for (let step = 1; step <= 16; step++) optimizer.update(step, 0.1);
    const smallestNormal = 2 ** -126;
    for (const slot of memory.slots) {
      expect(slot.every((value) => value === 0 || Math.abs(value) >= smallestNormal)).toBe(true);
    }
  });

  it('has a name for each of its slots and refuses a memory with another number of them', () => {
    const names = slotNamesOf(options);
    expect(new Set(names).size).toBe(names.length);
    const memory = new FlatMemory({ parameterCount: 1, slots: names.length + 1 });
    expect(() => createOptimizer(options, memory)).toThrow(RuntimeError);
    expect(() => createOptimizer(options, memory)).toThrow(
      `'${options.name}' keeps ${names.length} vectors, but the flat memory has ${names.length + 1} slots`,
    );
  });
});

describe('Adam', () => {
  it('begins with a step of the learning rate against the sign of each gradient, whatever its size', () => {
    const options = optimizerOptions.parse({ name: 'adam' });
    const { memory, optimizer } = prepare(options, 3);
    memory.gradients.set([1, -20, 3e-4]);
    optimizer.update(1, options.learningRate);
    expect(relativeError(memory.parameters, [-0.001, 0.001, -0.001])).toBeLessThan(1e-4);
  });
});

describe('AdamW', () => {
  it('takes the share learning rate times decay off each parameter, whatever its gradient', () => {
    const options = optimizerOptions.parse({ name: 'adamw', weightDecay: 0.5 });
    const { memory, optimizer } = prepare(options, 2);
    memory.parameters.set([8, 8]);
    memory.gradients.set([0, 1e-4]);
    optimizer.update(1, 0.125);
    expect(memory.parameters[0]).toBe(7.5);
    expect(memory.parameters[1]).toBeCloseTo(7.5 - 0.125, 4);
  });
});

describe('RMSprop', () => {
  it('stays finite in its centered form where the gradient never changes', () => {
    const options = optimizerOptions.parse({ name: 'rmsprop', centered: true, learningRate: 1e-9 });
    const { memory, optimizer } = prepare(options, 4);
    memory.gradients.set([0.1, -0.3, 1e-3, 7]);
    for (let step = 1; step <= 5000; step++) optimizer.update(step, options.learningRate);
    for (const vector of [memory.parameters, ...memory.slots]) expect(vector.every(Number.isFinite)).toBe(true);
    expect(memory.slots[0]!.every((variance) => variance >= 0)).toBe(true);
  });

  it("has Keras's form, with epsilon in the root", () => {
    const options = optimizerOptions.parse({ name: 'rmsprop', alpha: 0.9, epsilon: 1e-2, epsilonInRoot: true });
    const { memory, optimizer } = prepare(options, 1);
    memory.gradients.set([0.5]);
    optimizer.update(1, 1);
    expect(memory.parameters[0]).toBeCloseTo(-0.5 / Math.sqrt(0.1 * 0.25 + 1e-2), 6);
  });
});

describe('Lion', () => {
  it('moves every parameter by the learning rate, by the sign of its averaged gradient, whatever its size', () => {
    const options = optimizerOptions.parse({ name: 'lion' });
    const { memory, optimizer } = prepare(options, 4);
    memory.gradients.set([1e-30, -1e30, 0, 1]);
    optimizer.update(1, 0.5);
    expect([...memory.parameters]).toEqual([-0.5, 0.5, 0, -0.5]);
  });
});

describe('NAdam', () => {
  it('takes the same step whether or not the steps before were asked of it', () => {
    const options = optimizerOptions.parse({ name: 'nadam', momentumDecay: 1 });
    const [afresh, later] = [prepare(options, 1), prepare(options, 1)];
    for (let step = 1; step <= 9; step++) later.optimizer.update(step, 0);
    for (const { memory, optimizer } of [afresh, later]) {
      memory.gradients.set([1]);
      for (const slot of memory.slots) slot.set([0.5]);
      optimizer.update(4, 0.5);
    }
    expect(later.memory.parameters).toEqual(afresh.memory.parameters);
    expect(afresh.memory.parameters[0]).toBeLessThan(-0.01);
  });
});

describe('RAdam', () => {
  it('begins with plain momentum, whatever the squares', () => {
    const options = optimizerOptions.parse({ name: 'radam' });
    const { memory, optimizer } = prepare(options, 2);
    memory.gradients.set([1, -20]);
    optimizer.update(1, 0.5);
    expect(relativeError(memory.parameters, [-0.5, 10])).toBeLessThan(1e-6);
  });
});

describe('a slot', () => {
  it('keeps no negative denormal number either', () => {
    const { memory, optimizer } = prepare(optimizerOptions.parse({ name: 'sgd', momentum: 0.9 }), 2);
    memory.slots[0]!.set([-1e-39, -1]);
    for (let step = 1; step <= 16; step++) optimizer.update(step, 0.1);
    expect(memory.slots[0]![0]).toBe(0);
    expect(memory.slots[0]![1]).toBeCloseTo(-(0.9 ** 16), 6);
  });
});

describe('the catalogue of optimizers', () => {
  it.each(Object.entries(optimizers))('holds %s under its own name, with defaults for every option', (name, entry) => {
    expect(entry.name).toBe(name);
    expect(entry.summary).toMatch(/^[a-z][^.]{9,78}$/);
    expect(entry.samples).toContainEqual(optimizerOptions.parse({ name }));
  });

  it('takes over the options given and fills in the others', () => {
    expect(optimizerOptions.parse({ name: 'adam', beta1: 0.5 })).toEqual({
      name: 'adam',
      learningRate: 1e-3,
      beta1: 0.5,
      beta2: 0.999,
      epsilon: 1e-8,
      epsilonHat: false,
      amsgrad: false,
      weightDecay: 0,
    });
  });

  it.each([
    [{ name: 'adma' }, 'name'],
    [{ name: 'adam', beta: 0.5 }, ''],
    [{ name: 'adam', beta1: 1 }, 'beta1'],
    [{ name: 'adam', epsilon: 0 }, 'epsilon'],
    [{ name: 'sgd', learningRate: -1 }, 'learningRate'],
    [{ name: 'sgd', momentum: Number.NaN }, 'momentum'],
    [{ name: 'sgd', nesterov: true }, 'nesterov'],
    [{ name: 'adamw', weightDecay: -0.1 }, 'weightDecay'],
    [{ name: 'rmsprop', rho: 0.9 }, ''],
    [{ name: 'adagrad', initialSum: -1 }, 'initialSum'],
    [{ name: 'lion', beta2: 1 }, 'beta2'],
    [{ name: 'adadelta', rho: 1 }, 'rho'],
    [{ name: 'nadam', momentumDecay: -1 }, 'momentumDecay'],
  ])('refuses %o, naming the field', (options, field) => {
    const { success, error } = optimizerOptions.safeParse(options);
    expect(success).toBe(false);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
