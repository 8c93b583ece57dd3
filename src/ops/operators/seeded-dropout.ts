import { elementCount, type TypedArrayFor } from '../../core/index.ts';
import { netwrightDomain } from '../../graph/index.ts';
import { murmurHash } from '../murmur-hash.ts';
import { type Operator, random, values } from '../operator.ts';

/**
 * Dropout whose mask is a pure function of seed, salt and element index, so that a resumed run repeats it and every
 * engine draws the same. Y = X · mask; the mask is 0 with probability `ratio`, else 1 / (1 − ratio).
 *
 * Element i is kept where `hash(hash(i) + hash(seed))` ≥ ratio · 2³² − 2³¹, hash being MurmurHash3 under the salt and
 * all numbers signed 32-bit integers. Both summands are hashed: the mask of another seed or salt is no shifted copy.
 */
export const seededDropout: Operator = {
  opType: 'SeededDropout',
  domain: netwrightDomain,
  inputs: ['X', 'seed'],
  outputs: ['Y', 'mask'],
  attributes: { ratio: { type: 'float', required: true }, salt: { type: 'int', required: true } },
  infer: (context) => {
    const ratio = context.float('ratio');
    if (!(ratio >= 0 && ratio < 1)) throw context.error(`ratio is ${ratio}, expected 0 or more and less than 1`);
    const { dtype, shape } = context.type(1);
    if (dtype !== 'int32' || shape.length > 0) throw context.error('the seed must be an int32 scalar');
    return [context.type(0), context.type(0)];
  },
  gradient: ({ builder, outputs, cotangents: [dy] }) => [
    dy === undefined ? undefined : builder.op('Mul', [dy, outputs[1]]),
    undefined,
  ],
  reference: (context, [x, seed]) => {
    const salt = context.int('salt');
    const ratio = context.float('ratio');
    const key = murmurHash(seed!.data[0]!, salt);
    const mask = dropoutWords(elementCount(x!.shape), salt);
    const data = Float64Array.from(mask, (word) =>
      murmurHash((word + key) | 0, salt) >= dropoutThreshold(ratio) ? 1 / (1 - ratio) : 0,
    );
    return [
      { ...x!, data: x!.data.map((element, i) => element * data[i]!) },
      { ...x!, data },
    ];
  },
  samples: [
    { inputs: [random([4, 5]), values([], [7], 'int32')], attributes: { ratio: 0.5, salt: 0 }, outputs: 2 },
    {
      name: 'another salt',
      inputs: [random([2, 3, 4]), values([], [-3], 'int32')],
      attributes: { ratio: 0.2, salt: 3 },
      outputs: 2,
    },
  ],
};

/** The hashed index of each element, to which a step's hashed seed is added. */
export function dropoutWords(count: number, salt: number): TypedArrayFor['int32'] {
  return Int32Array.from({ length: count }, (_, index) => murmurHash(index, salt));
}

/** The least hash for which an element is kept. */
export function dropoutThreshold(ratio: number): number {
  return Math.floor(ratio * 2 ** 32) - 2 ** 31;
}
