import { type Dataset, fieldStatistics } from '../../data/index.ts';
import { optimizerSchema } from '../../optim/index.ts';
import { type Design, withRecipe } from '../design.ts';
import { scoreOutputs } from '../score.ts';
import { targetValues } from '../task.ts';
import { answersOf } from '../trials/score-network.ts';
import type { Experiment, LadderContext } from './experiment.ts';
import { designOf, trainBriefly } from './short-training.ts';

/** Largest error that counts as none, in deviations of the targets. */
const nearZero = 0.05;
/** Share of right answers, where answers are right or wrong. */
const nearlyAll = 0.9999;
/** Updates; a point that can be learned at all is learned in fewer. */
const steps = 600;
const batchOfMost = 32;

interface OverfitOptions {
  readonly name: string;
  readonly samples: string;
  /** Sets of samples, each to be learned by a network of its own. */
  readonly choose: (context: LadderContext) => readonly Uint32Array[];
}

/**
 * Trains on a few samples alone and asks the very same samples afterwards, in evaluation form. A network that cannot learn
 * these by heart will learn nothing. Where it fails, Adam at 1e-3 tells the optimizer from the architecture.
 */
function overfit({ name, samples, choose }: OverfitOptions): Experiment {
  return {
    name,
    rows: ['D1'],
    does: `trains on ${samples} and asks for the very same again`,
    async run(context) {
      const sets = choose(context).map((indices) => context.subject.train.subset(indices));
      const seed = context.seeds[0]!;
      const tries = await learnByHeart(context, designOf(context, seed), sets, seed);
      const at = tries.reduce(
        (worst, { value }, index) => (isWorse(context, value, tries[worst]!.value) ? index : worst),
        0,
      );
      const worst = tries[at]!;
      const curves = [{ label: 'as it is', losses: worst.losses }];
      const isNumeric = context.task.kind === 'numbers';
      const quantity = isNumeric ? 'largest error, in deviations of the targets' : 'share of right answers';
      const { value } = worst;
      if (isLearned(context, value)) {
        return { outcome: 'pass', quantity, value, says: `${samples}: learned by heart`, curves };
      }
      const found = isNumeric
        ? `the answer stays ${value.toPrecision(2)} deviations off`
        : `${Math.round(100 * value)} % of the answers are right`;
      return { outcome: 'fail', quantity, value, says: `${found}; ${await blame(context, sets[at]!, seed)}`, curves };
    },
  };
}

/** Rates of Adam that tell whether the samples can be learned at all: the article's, and larger for data of another scale. */
const ratesTried = [1e-3, 1e-2, 1e-1];

/** Whether another optimizer would have learned it. */
async function blame(context: LadderContext, set: Dataset, seed: number): Promise<string> {
  const design = designOf(context, seed);
  for (const learningRate of ratesTried) {
    const optimizer = { ...optimizerSchema.parse('adam'), learningRate };
    const adam = withRecipe(design, { optimizer, schedule: { name: 'constant' } });
    const [tried] = await learnByHeart(context, adam, [set], seed);
    if (isLearned(context, tried!.value)) {
      return `with Adam at ${learningRate} it is learned, so the optimizer, its rate or the scale of the data is at fault`;
    }
  }
  return `with Adam at ${ratesTried.join(', ')} neither, so the architecture or the loss is at fault`;
}

async function learnByHeart(
  context: LadderContext,
  design: Design,
  sets: readonly Dataset[],
  seed: number,
): Promise<{ value: number; losses: readonly number[] }[]> {
  const results: { value: number; losses: readonly number[] }[] = [];
  for (const dataset of sets) {
    const small = withRecipe(design, { batchSize: dataset.length });
    const { network, losses, outcome } = await trainBriefly(context, small, seed, { dataset, steps });
    const value = outcome === 'refused' ? worstOf(context) : await measure(context, { ...small, network }, dataset);
    results.push({ value, losses });
  }
  return results;
}

async function measure({ task, executor, subject }: LadderContext, design: Design, dataset: Dataset): Promise<number> {
  const answers = await answersOf(design, task, dataset, executor);
  if (task.kind !== 'numbers') return scoreOutputs(task, answers);
  const { standardDeviation } = fieldStatistics(subject.train, subject.train.target!.name);
  const { outputs, targets, width } = answers;
  let largest = 0;
  targets.forEach((target, index) => {
    const row = Math.floor(index / task.width);
    const column = index % task.width;
    const output = outputs[row * width + Math.min(column, width - 1)]!;
    const deviation = standardDeviation[standardDeviation.length === 1 ? 0 : column] || 1;
    const error = Math.abs(output - target) / deviation;
    largest = Number.isFinite(error) ? Math.max(largest, error) : Number.POSITIVE_INFINITY;
  });
  return largest;
}

const isLearned = ({ task }: LadderContext, value: number): boolean =>
  task.kind === 'numbers' ? value <= nearZero : value >= nearlyAll;

const isWorse = ({ task }: LadderContext, a: number, b: number): boolean => (task.kind === 'numbers' ? a > b : a < b);

const worstOf = ({ task }: LadderContext): number => (task.kind === 'numbers' ? Number.POSITIVE_INFINITY : 0);

/** Samples with targets that differ, as many as there are up to a number. */
function unlike({ subject: { train } }: LadderContext, count: number): number[] {
  const values = targetValues(train);
  const width = values.length / train.length;
  const seen = new Map<string, number>();
  for (let row = 0; row < train.length && seen.size < count; row++) {
    const key = values.subarray(row * width, (row + 1) * width).join();
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

/** Three points, each alone: a network that always gives the same answer may get one of them right. */
export const overfitOnePoint = overfit({
  name: 'overfit-one-point',
  samples: 'one sample',
  choose: (context) => unlike(context, 3).map((row) => Uint32Array.of(row)),
});

export const overfitTwoPoints = overfit({
  name: 'overfit-two-points',
  samples: 'two samples',
  choose: (context) => [Uint32Array.from(unlike(context, 2))],
});

export const overfitOneBatch = overfit({
  name: 'overfit-one-batch',
  samples: `one batch of at most ${batchOfMost} samples`,
  choose: ({ subject: { train, design } }) => {
    const size = Math.min(train.length, Math.max(2, Math.min(design.recipe.batchSize, batchOfMost)));
    return [Uint32Array.from({ length: size }, (_, index) => Math.floor((index * train.length) / size))];
  },
});
