import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { firstOfEachClass, selectExamples } from './make-fashion-mnist-subset.mjs';

describe('firstOfEachClass', () => {
  it('takes the same number of every class, in the order of the source', () => {
    expect(firstOfEachClass([1, 1, 0, 1, 0, 0], 2, 2)).toEqual([0, 1, 2, 4]);
  });

  it('refuses a source in which a class is too rare', () => {
    expect(() => firstOfEachClass([0, 0, 1], 2, 2)).toThrow('class 1 has 1 examples, and 2 are wanted');
  });
});

describe('selectExamples', () => {
  it('keeps whole examples and corrects the count in the header', () => {
    const threeExamplesOfTwoBytes = Buffer.from([0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 2, 10, 11, 20, 21, 30, 31]);
    const twoLeft = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 10, 11, 30, 31];
    expect([...selectExamples(threeExamplesOfTwoBytes, [0, 2])]).toEqual(twoLeft);
  });
});

describe('the Fashion-MNIST files of the repository', () => {
  const read = (name: string) =>
    gunzipSync(readFileSync(new URL(`../examples/data/fashion-mnist/${name}`, import.meta.url)));

  it.each([
    ['train', 1000],
    ['t10k', 200],
  ])('hold under %s %i images of each of ten classes', (name, perClass) => {
    const labels = read(`${name}-labels-idx1-ubyte.gz`);
    const images = read(`${name}-images-idx3-ubyte.gz`);
    expect([...labels.subarray(0, 4)]).toEqual([0, 0, 8, 1]);
    expect([...images.subarray(0, 4)]).toEqual([0, 0, 8, 3]);
    const dimensions = [4, 8, 12].map((offset) => images.readUInt32BE(offset));
    expect(dimensions).toEqual([perClass * 10, 28, 28]);
    expect(images.length).toBe(16 + perClass * 10 * 28 * 28);
    const counts = new Array(10).fill(0);
    for (const label of labels.subarray(8)) counts[label] += 1;
    expect(counts).toEqual(new Array(10).fill(perClass));
  });
});
