import { average } from '../average.ts';
import type { Design } from '../design.ts';
import { constantScore } from '../score.ts';
import { targetValues } from '../task.ts';
import type { Experiment, LadderContext, RungResult, ShortTraining } from './experiment.ts';
import { designOf, trainBriefly } from './short-training.ts';

/** Share of what there is to gain over a constant answer that a change has to bring. */
const worthNaming = 0.1;
/** And share of all that the changed training has gained: a network that only learns somewhat faster is not at fault. */
const markedly = 0.5;
/** There is always something to gain, where a constant answer is nearly right, too. */
const leastHeadroom = 0.05;

/** A design with one thing changed. */
export interface Change {
  /** In words: "batches of 1". */
  readonly label: string;
  readonly design: Design;
}

/** How a change fared against the subject as it is, over the same seeds and for as many updates. */
export interface Comparison {
  readonly label: string;
  readonly runs: readonly ShortTraining[];
  readonly score: number;
  /** Better under every seed, and by enough to be worth naming on average. */
  readonly helps: boolean;
}

/** An experiment that changes one thing at a time and fails where that makes the training markedly better. */
export function oneChange(
  experiment: Pick<Experiment, 'name' | 'rows' | 'does'> & {
    /** The changes to try on a design, none where there is nothing to change. */
    readonly changes: (context: LadderContext, design: Design) => readonly Change[];
    /** What is suspect where one helps; a diagnosis tests it on the full budget. */
    readonly pointsAt: string;
    /** A fault that the changed trainings show otherwise. */
    readonly alsoFails?: (comparison: Comparison) => string | undefined;
  },
): Experiment {
  const { changes, pointsAt, alsoFails, ...description } = experiment;
  return {
    ...description,
    async run(context) {
      const asIs = await context.asIs();
      const comparisons = await compare(context, asIs, changes);
      if (comparisons.length === 0) return undefined;
      const best = comparisons.reduce((a, b) => (b.score > a.score ? b : a));
      const before = average(asIs.map(({ score }) => score));
      const other = alsoFails?.(best);
      const fails = best.helps || other !== undefined;
      const told = comparisons.map(({ label, score }) => `${label} ${inWords(score)}`).join(', ');
      const scores = `after as many updates: as it is ${inWords(before)}, ${told}`;
      const result: RungResult = {
        outcome: fails ? 'fail' : 'pass',
        quantity:
          context.task.kind === 'numbers'
            ? 'R² on the training samples'
            : 'share of right answers on the training samples',
        value: best.score,
        says: [scores, other ?? (best.helps ? `this points at ${pointsAt}` : undefined)]
          .filter((part) => part !== undefined)
          .join('; '),
        curves: [
          { label: 'as it is', losses: asIs[0]!.losses },
          ...comparisons.map(({ label, runs }) => ({ label, losses: runs[0]!.losses })),
        ],
      };
      return result;
    },
  };
}

async function compare(
  context: LadderContext,
  asIs: readonly ShortTraining[],
  changes: (context: LadderContext, design: Design) => readonly Change[],
): Promise<Comparison[]> {
  const { task, subject, seeds } = context;
  const runs = new Map<string, ShortTraining[]>();
  for (const seed of seeds) {
    for (const { label, design } of changes(context, designOf(context, seed))) {
      const training = await trainBriefly(context, design, seed);
      runs.set(label, [...(runs.get(label) ?? []), training]);
    }
  }
  const floor = constantScore(task, targetValues(subject.train));
  const least = worthNaming * Math.max(1 - floor, leastHeadroom);
  // Below a constant answer all is equally lost.
  const level = ({ score }: ShortTraining) => Math.max(score, floor);
  return [...runs].map(([label, trainings]) => {
    const gains = trainings.map((training, index) => level(training) - level(asIs[index]!));
    const reached = average(trainings.map(level)) - floor;
    const helps = average(gains) > Math.max(least, markedly * reached) && gains.every((gain) => gain > 0);
    return { label, runs: trainings, score: average(trainings.map(({ score }) => score)), helps };
  });
}

function inWords(score: number): string {
  if (!Number.isFinite(score)) return 'nothing finite';
  return Math.abs(score) < 1000 ? score.toFixed(3) : score.toExponential(1);
}
