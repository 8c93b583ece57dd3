import {
  type Difference,
  differenceOf,
  hasNone,
  hasSignal,
  intervalOf,
  nameOfScore,
  surely,
} from '../../evidence/data/compare.ts';
import type { DataEvidence } from '../../evidence/data/data-evidence.ts';
import type { Signal } from '../../evidence/data/signal.ts';
import type { DiagnosisTask } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import { findMapping } from '../labels-mapped-differently/rule.ts';
import type { Rule } from '../rule.ts';

/** Share of wrong targets, or of the spread of numbers, from which on noise is worth telling. */
const worthTelling = 0.1;

/** Targets of one part that are wrong for some samples, as those of another part show. */
export const noisyLabels: Rule = {
  name: 'noisy-labels',
  family: 'data',
  title: 'targets that are wrong for some samples',
  rows: ['D8'],
  suspect({ data, task }) {
    const found = data && findNoise(data, task);
    if (found === undefined || findMapping(data!, task) !== undefined) return undefined;
    const { part, share, noisy, clean, difference } = found;
    const error = (surely * share.error).toPrecision(1);
    const what = task.kind === 'numbers' ? 'of the spread of the targets is noise' : 'of the targets are wrong';
    return {
      likelihood: 0.8,
      reason: `about ${formatNumber(100 * share.value)} % (± ${formatNumber(100 * Number(error))}) ${what} in the ${part} part: ${nameOfScore(task.kind)} of a reference learner that the training samples teach is ${formatNumber(noisy.score)} there, and ${formatNumber(clean.score)} ${part === 'training' ? 'on validation' : 'on training samples left out'}`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: `${nameOfScore(task.kind)} on samples that the learner was not taught`,
        found: noisy.score,
        expected: clean.score,
        interval: intervalOf(difference),
      },
    };
  },
};

interface Noise {
  readonly part: 'training' | 'validation';
  readonly noisy: Signal;
  readonly clean: Signal;
  readonly difference: Difference;
  /** Share of wrong targets, or of the spread of numbers. */
  readonly share: Difference;
}

function findNoise({ training, validation, across, realigned }: DataEvidence, task: DiagnosisTask): Noise | undefined {
  if (!hasSignal(training) || validation === undefined || across === undefined || realigned === undefined)
    return undefined;
  const reached = realigned.score > across.score ? realigned : across;
  // The same learner, taught as many samples, answers for samples of either part.
  const isOfTraining = reached.score > training.score;
  const [noisy, clean] = isOfTraining ? [training, reached] : [reached, training];
  // Validation that goes by a rule of its own is not noisy but different; without any rule, its targets are shuffled.
  if (
    !isOfTraining &&
    (hasNone(reached) || validation.score - validation.floor > 0.7 * (training.score - training.floor))
  )
    return undefined;
  const difference = differenceOf(noisy, clean);
  const share = shareOfNoise(task, clean, difference);
  if (share.value < worthTelling || share.value - surely * share.error < worthTelling / 4) return undefined;
  return { part: isOfTraining ? 'training' : 'validation', noisy, clean, difference, share };
}

function shareOfNoise(task: DiagnosisTask, clean: Signal, difference: Difference): Difference {
  const lost = -difference.value;
  if (task.kind === 'numbers') {
    // Noise of share s leaves R² (1 − s) of what it was.
    const scale = 1 / Math.max(clean.score, 0.1);
    return { value: lost * scale, error: difference.error * scale };
  }
  // A wrong target is any other one, and agrees with a wrong answer now and then.
  const others = task.kind === 'classes' ? task.count - 1 : 1;
  const scale = 1 / Math.max(clean.score - (1 - clean.score) / others, 0.1);
  return { value: lost * scale, error: difference.error * scale };
}
