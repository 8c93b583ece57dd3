import { type Difference, gainOf, hasSignal, intervalOf, nameOfScore, surely } from '../../evidence/data/compare.ts';
import type { DataEvidence } from '../../evidence/data/data-evidence.ts';
import type { DiagnosisTask } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** What whitening each part by itself must surely add to the score. */
const leastGain = 0.1;
/** A mean is another beyond this many deviations, a deviation beyond this factor, both beyond this many standard errors. */
const otherMean = 0.5;
const otherScale = 2;
const standardErrors = 5;
/** Features agree on one factor where half of their ratios lie within this share of it. */
const agreement = 0.1;

/** Validation inputs that were scaled or shifted otherwise than those of training. */
export const inputsPreparedDifferently: Rule = {
  name: 'inputs-prepared-differently',
  family: 'data',
  title: 'validation inputs prepared otherwise than those of training',
  rows: ['G6'],
  suspect({ data, task }) {
    const found = data && findPreparation(data, task);
    if (found === undefined) return undefined;
    const { before, after, gain, text } = found;
    const score = nameOfScore(task.kind);
    return {
      likelihood: 0.9,
      reason: `${text}: what the training samples teach has ${score} ${formatNumber(before)} on validation as it stands, ${formatNumber(after)} with the inputs of each part whitened by themselves`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: `${score} of a reference learner from training to validation`,
        found: before,
        expected: after,
        interval: intervalOf({ value: -gain.value, error: gain.error }),
      },
    };
  },
};

/** How validation inputs differ from those of training in mean and deviation, where undoing it surely helps. */
export function findPreparation(
  data: DataEvidence,
  task: DiagnosisTask,
): { readonly before: number; readonly after: number; readonly gain: Difference; readonly text: string } | undefined {
  const { training, across, realigned } = data;
  if (!hasSignal(training) || across === undefined || realigned === undefined) return undefined;
  const gain = gainOf(task.kind, across, realigned.answers);
  if (gain.value - surely * gain.error < leastGain) return undefined;
  const text = describeChange(data);
  return text === undefined ? undefined : { before: across.score, after: realigned.score, gain, text };
}

/** How means and deviations of features differ, where any surely do. */
export function describeChange({ features }: DataEvidence): string | undefined {
  const { training, validation } = features!;
  const changed: { index: number; ratio: number; shift: number }[] = [];
  let varying = 0;
  for (let index = 0; index < training.mean.length; index++) {
    const [n, m] = [training.count[index]!, validation.count[index]!];
    const [before, after] = [training.deviation[index]!, validation.deviation[index]!];
    if (before === 0 || n < 2 || m < 2) continue;
    varying++;
    const difference = validation.mean[index]! - training.mean[index]!;
    const error = Math.hypot(before / Math.sqrt(n), after / Math.sqrt(m));
    const isShifted = Math.abs(difference) > Math.max(otherMean * before, standardErrors * error);
    const ratio = after / before;
    const spread = Math.abs(Math.log(ratio));
    const isScaled = spread > Math.max(Math.log(otherScale), standardErrors * Math.sqrt(1 / n + 1 / m));
    if (isShifted || isScaled) changed.push({ index, ratio, shift: difference / before });
  }
  if (changed.length === 0) return undefined;
  const ratios = changed.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const middle = ratios[ratios.length >> 1]!;
  const agreeing = changed.filter(({ index, ratio }) => {
    const expected = training.mean[index]! * middle;
    const isSame = Math.abs(validation.mean[index]! - expected) < 0.3 * validation.deviation[index]!;
    return isSame && Math.abs(ratio / middle - 1) < agreement;
  });
  const isFactor = Math.abs(Math.log(middle)) > Math.log(otherScale) && agreeing.length >= changed.length / 2;
  const share = `${changed.length} of ${varying} features`;
  if (isFactor) {
    const text =
      middle < 1 ? `divided by about ${formatNumber(1 / middle)}` : `multiplied by about ${formatNumber(middle)}`;
    return `validation inputs are those of training ${text} (${share})`;
  }
  const whitened = whichIsWhite(
    changed.map(({ index }) => index),
    training,
    validation,
  );
  if (whitened !== undefined)
    return `${whitened.white} inputs have mean 0 and deviation 1, ${whitened.other} inputs have not`;
  const worst = changed.reduce((a, b) => (Math.abs(b.shift) > Math.abs(a.shift) ? b : a));
  return `${share} have another mean or deviation in validation, such as feature ${worst.index} with a mean ${formatNumber(Math.abs(worst.shift))} deviations ${worst.shift < 0 ? 'lower' : 'higher'} and ${formatNumber(worst.ratio)} times the deviation`;
}

type Statistics = NonNullable<DataEvidence['features']>['training'];

/** Which part alone was whitened. */
function whichIsWhite(indices: readonly number[], training: Statistics, validation: Statistics) {
  const isWhite = ({ mean, deviation }: Statistics) =>
    indices.filter((i) => Math.abs(mean[i]!) < 0.25 && Math.abs(Math.log(deviation[i]!)) < 0.25).length >=
    0.8 * indices.length;
  if (isWhite(training) === isWhite(validation)) return undefined;
  return isWhite(training) ? { white: 'training', other: 'validation' } : { white: 'validation', other: 'training' };
}
