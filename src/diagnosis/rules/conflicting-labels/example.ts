import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Sides of a plane, each sample three times; of some, the copies have the other target. */
const copied = (contradicted: number) => () => {
  let last: readonly [number[], number[]] = [[], []];
  return drawData(
    (random, index) => {
      if (index % 3 !== 0) {
        const [x, [label]] = last;
        return [x, [random.uniform() < contradicted ? 1 - label! : label!]];
      }
      const x = Array.from({ length: 4 }, () => random.normal());
      last = [x, [x[0]! - x[1]! > 0 ? 1 : 0]];
      return last;
    },
    { samples: 300 },
  );
};

export const example: RuleExample = {
  healthy: { data: copied(0), network: [dense(16), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: { data: copied(0.4) },
  cures: [],
};
