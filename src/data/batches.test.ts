import { describe, expect, it } from 'vitest';
import { BatchOrder } from './batches.ts';

describe('BatchOrder', () => {
  it('gives every sample once an epoch, in batches of which the last may be smaller', () => {
    const order = new BatchOrder({ length: 10, batchSize: 4, seed: 3 });
    const batches = [...order.batches(0)];
    expect(order.batchesPerEpoch).toBe(3);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('repeats itself for a seed and differs between epochs and seeds', () => {
    const order = (seed: number, epoch: number): Uint32Array =>
      new BatchOrder({ length: 50, batchSize: 8, seed }).epoch(epoch);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
  });

  it('goes on from any batch of any epoch as if never stopped', () => {
    const order = new BatchOrder({ length: 23, batchSize: 5, seed: 9 });
    const whole = [...order.batches(4)].map((batch) => [...batch]);
    expect([...order.batches(4, 2)].map((batch) => [...batch])).toEqual(whole.slice(2));
    expect([...order.batches(4, 5)]).toEqual([]);
  });

  it('keeps the order of the samples where it is not to shuffle', () => {
    const order = new BatchOrder({ length: 5, batchSize: 3, seed: 9, shuffle: false });
    expect([...order.batches(7)].map((batch) => [...batch])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it('refuses sizes that are no positive integers', () => {
    expect(() => new BatchOrder({ length: 5, batchSize: 0, seed: 1 })).toThrow(
      'batchSize 0: expected an integer of 1 or more',
    );
    expect(() => new BatchOrder({ length: 2.5, batchSize: 1, seed: 1 })).toThrow('length 2.5: expected');
  });
});
