import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataType, fromNumbers, tensor, toNumbers } from '../core/index.ts';
import { MemoryDataset } from './memory-dataset.ts';

function dataset(dtype: DataType, samples: number, size: number): MemoryDataset {
  const values = Array.from({ length: samples * size }, (_, i) => i % 100);
  const inputs = [{ name: 'x', values: fromNumbers(dtype, [samples, size], values) }];
  return new MemoryDataset({ source: 'made', layout: 'features', inputs });
}

describe('MemoryDataset', () => {
  const types: DataType[] = [
    'float32',
    'float64',
    'int8',
    'uint8',
    'int16',
    'uint16',
    'int32',
    'uint32',
    'int64',
    'uint64',
  ];

  it.each(types)('gathers samples of %s of any size as float32, in the order asked for', (dtype) => {
    for (const size of [1, 3, 64, 100]) {
      const out = new Float32Array(3 * size + 1).fill(-1);
      dataset(dtype, 5, size).gather('x', [4, 0, 4], out);
      const sample = (index: number): number[] => Array.from({ length: size }, (_, i) => (index * size + i) % 100);
      expect(Array.from(out)).toEqual([...sample(4), ...sample(0), ...sample(4), -1]);
    }
  });

  it.each(['uint8', 'int32', 'int64', 'uint64'] as const)('gathers samples of %s as int64', (dtype) => {
    for (const size of [2, 80]) {
      const out = new BigInt64Array(size);
      dataset(dtype, 5, size).gather('x', Uint32Array.of(1), out);
      expect(out[1]).toBe(BigInt((size + 1) % 100));
    }
  });

  it('keeps the sign and size of 64-bit integers', () => {
    const gather = (values: MemoryDataset, samples: number[]): number[] => {
      const out = new Float32Array(samples.length);
      values.gather('x', samples, out);
      return Array.from(out);
    };
    const signed = tensor('int64', [4, 1], BigInt64Array.of(-1n, -(2n ** 63n), 2n ** 40n, -5_000_000_000n));
    const unsigned = tensor('uint64', [2, 1], BigUint64Array.of(2n ** 63n, 7n));
    const made = (values: typeof signed | typeof unsigned): MemoryDataset =>
      new MemoryDataset({ source: 'made', layout: 'features', inputs: [{ name: 'x', values }] });
    expect(gather(made(signed), [0, 1, 2, 3])).toEqual([-1, -(2 ** 63), 2 ** 40, Math.fround(-5e9)]);
    expect(gather(made(unsigned), [0, 1])).toEqual([2 ** 63, 7]);
  });

  it('decodes float16', () => {
    const values = tensor('float16', [2, 2], Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff));
    const out = new Float32Array(4);
    new MemoryDataset({ source: 'made', layout: 'features', inputs: [{ name: 'x', values }] }).gather('x', [1, 0], out);
    expect(Array.from(out)).toEqual([2 ** -24, 65504, 1, -2]);
  });

  it('gives the same samples through subsets of subsets as directly', () => {
    const whole = dataset('float32', 30, 2);
    const indices = fc.array(fc.nat(29), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(indices, indices, (first, second) => {
        const picks = second.map((index) => index % first.length);
        const view = whole.subset(Uint32Array.from(first)).subset(Uint32Array.from(picks));
        const [viewed, direct] = [new Float32Array(2 * picks.length), new Float32Array(2 * picks.length)];
        view.gather(
          'x',
          picks.map((_, i) => i),
          viewed,
        );
        whole.gather(
          'x',
          picks.map((index) => first[index]!),
          direct,
        );
        expect(view.length).toBe(picks.length);
        expect(viewed).toEqual(direct);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('describes its fields', () => {
    const values = fromNumbers('uint8', [4, 2, 3], new Array(24).fill(1));
    const target = { name: 'y', values: fromNumbers('int64', [4], [0, 1, 0, 1]) };
    const inputs = [{ name: 'x', values }];
    const made = new MemoryDataset({ source: 'made', layout: 'NHW', inputs, target, classNames: ['a', 'b'] });
    expect(made).toMatchObject({
      length: 4,
      inputs: [{ name: 'x', dtype: 'uint8', shape: [2, 3] }],
      target: { name: 'y', dtype: 'int64', shape: [] },
      classNames: ['a', 'b'],
    });
    expect(made.subset(Uint32Array.of(1)).classNames).toEqual(['a', 'b']);
  });

  it('refuses what does not fit, naming it', () => {
    const made = dataset('float32', 5, 2);
    const out = new Float32Array(2);
    expect(() => made.gather('z', [0], out)).toThrow("made: no field 'z': expected one of x");
    expect(() => made.gather('x', [5], out)).toThrow('made: sample 5 is out of range: expected 0 to 4');
    expect(() => made.gather('x', [Number.NaN], out)).toThrow('out of range');
    expect(() => made.subset(Uint32Array.of(7))).toThrow('made: sample 7 is out of range');
    expect(() => made.gather('x', [0, 1], out)).toThrow("2 samples of 'x' take 4 elements, received room for 2");
    expect(() => made.gather('x', [0], new BigInt64Array(2))).toThrow("field 'x' is float32: expected integers");
  });

  it('refuses arrays with different numbers of samples, none, or the same name', () => {
    const x = { name: 'x', values: fromNumbers('float32', [3, 1], [1, 2, 3]) };
    const make = (inputs: (typeof x)[]): MemoryDataset =>
      new MemoryDataset({ source: 'made', layout: 'features', inputs });
    const short = { name: 'z', values: fromNumbers('float32', [2, 1], [1, 2]) };
    expect(() => make([x, short])).toThrow("made: 'x' [3, 1] has 3 samples but 'z' [2, 1] has 2");
    expect(() => make([{ name: 'x', values: fromNumbers('float32', [0, 1], []) }])).toThrow("'x' [0, 1] is empty");
    expect(() => make([{ name: 'x', values: fromNumbers('float32', [], [1]) }])).toThrow('is a single number');
    expect(() => make([x, x])).toThrow("two fields are named 'x'");
    expect(() => make([])).toThrow('made: no input');
    expect(toNumbers(x.values)).toEqual([1, 2, 3]);
  });
});
