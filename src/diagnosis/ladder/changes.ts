import { findLoss, lossNameOf } from '../../nn/index.ts';
import { type Design, withRecipe } from '../design.ts';
import { type RemedyName, remedies } from '../remedies/index.ts';
import type { LadderContext } from './experiment.ts';
import { type Change, type Comparison, oneChange } from './one-change.ts';

function byRemedy(label: string, name: RemedyName) {
  return ({ task, subject }: LadderContext, design: Design): Change[] => {
    const changed = remedies[name].apply(design, { task, train: subject.train, seed: 0 });
    return changed === undefined ? [] : [{ label, design: changed }];
  };
}

export const lowerRate = oneChange({
  name: 'lower-learning-rate',
  rows: ['D2'],
  does: 'trains with a tenth of the learning rate',
  changes: byRemedy('a tenth of the rate', 'learningRateTenth'),
  pointsAt: 'a learning rate that is too high',
});

export const higherRate = oneChange({
  name: 'higher-learning-rate',
  rows: ['D3'],
  does: 'trains with ten times the learning rate',
  changes: byRemedy('ten times the rate', 'learningRateTimes10'),
  pointsAt: 'a learning rate that is too low, or too few updates',
});

export const batchOfOne = oneChange({
  name: 'batch-of-one',
  rows: ['D4'],
  does: 'trains on one sample at a time',
  changes: (_, design) =>
    design.recipe.batchSize === 1 ? [] : [{ label: 'one at a time', design: withRecipe(design, { batchSize: 1 }) }],
  pointsAt: 'something that goes wrong across the batch',
});

export const withoutBatchNorm = oneChange({
  name: 'without-batch-norm',
  rows: ['D5'],
  does: 'takes all batch normalisation out',
  changes: byRemedy('without batch norm', 'noBatchNormalization'),
  pointsAt: 'batch normalisation in the way',
  alsoFails: explodes,
});

/** A loss that grows by this factor has exploded. */
const explosion = 100;

function explodes({ runs }: Comparison): string | undefined {
  const exploded = runs.filter(({ losses, outcome }) => {
    const [first = 0] = losses;
    return outcome === 'non-finite' || losses.some((loss) => Math.abs(loss) > explosion * Math.max(Math.abs(first), 1));
  });
  return exploded.length < runs.length
    ? undefined
    : 'without it the training explodes: batch normalisation hides a signal or a gradient that grows with depth';
}

const largestBatch = 1024;

export const largerBatches = oneChange({
  name: 'larger-batches',
  rows: ['D6'],
  does: 'trains on four times as many samples at a time, and on the whole training set',
  changes: ({ subject: { train } }, design) => {
    const whole = Math.min(train.length, largestBatch);
    const sizes = new Set([Math.min(4 * design.recipe.batchSize, whole), whole]);
    return [...sizes]
      .filter((size) => size > design.recipe.batchSize)
      .map((size) => ({ label: `batches of ${size}`, design: withRecipe(design, { batchSize: size }) }));
  },
  pointsAt: 'batches that are too small',
});

export const plainLosses = oneChange({
  name: 'l1-and-l2',
  rows: ['D8'],
  does: 'puts L1 and L2 in place of the loss',
  changes: ({ task }, design) =>
    (['l1', 'mse'] as const).flatMap((loss): Change[] => {
      if (lossNameOf(design.recipe.loss) === loss) return [];
      const fromClasses = task.kind === 'classes' && task.encoding === 'column';
      const isOneHot = fromClasses && findLoss(design.recipe.loss).target === 'classes';
      const targets = isOneHot ? ({ kind: 'one-hot', count: task.count } as const) : design.targets;
      return [{ label: loss === 'l1' ? 'L1' : 'L2', design: { ...withRecipe(design, { loss }), targets } }];
    }),
  pointsAt: 'a loss that is not the one for this task',
});
