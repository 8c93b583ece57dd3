import type { Handler } from '../../train/index.ts';
import { type Design, withRecipe } from '../design.ts';
import type { Experiment, LadderContext, RungResult } from './experiment.ts';
import { agreeOnRange, type RateCurve, smoothed } from './rate-curve.ts';
import { designOf, trainBriefly } from './short-training.ts';

const lowest = 1e-7;
const highest = 10;
const steps = 160;
const seeds = [0, 1, 2];
/** A test ends where the smoothed loss has risen so far above its lowest that nothing more can be learned from it. */
const diverged = 4;
const settleSteps = 30;
/** A rate this far below where the loss begins to fall within a few steps is too low for many, too. */
const patience = 10;

/**
 * The learning rate rises from 1e-7 to 10 within a few steps, evenly on a logarithmic axis, with the subject's own optimizer:
 * Smith, "Cyclical learning rates for training neural networks", 2017. Repeated over seeds; where they do not agree, or where
 * the loss falls nowhere by more than its noise, there is no answer.
 */
export const learningRateRange: Experiment = {
  name: 'learning-rate-range',
  rows: ['D2', 'D3'],
  does: 'raises the learning rate step by step from 1e-7 to 10 and looks where the loss begins to fall and where it blows up',
  async run(context) {
    const curves: RateCurve[] = [];
    for (const seed of seeds) curves.push(await sweep(context, designOf(context, seed), seed));
    return judge(curves, context.subject.design.recipe.optimizer.learningRate);
  },
};

async function sweep(context: LadderContext, design: Design, seed: number): Promise<RateCurve> {
  const ratio = (highest / lowest) ** (1 / (steps - 1));
  const rates: number[] = [];
  const losses: number[] = [];
  const raise: Handler = {
    onStepEnd(state) {
      rates.push(state.learningRate);
      losses.push(state.loss);
      state.learningRateFactor *= ratio;
      if (losses.length > settleSteps && hasDiverged(losses)) state.stop('the loss has blown up');
    },
  };
  const optimizer = { ...design.recipe.optimizer, learningRate: lowest };
  const swept = withRecipe(design, { optimizer, schedule: { name: 'constant' } });
  await trainBriefly(context, swept, seed, { steps, handlers: [raise] });
  return { rates, losses };
}

function hasDiverged(losses: readonly number[]): boolean {
  const curve = smoothed(losses);
  const least = Math.min(...curve);
  const first = curve[0]!;
  return curve.at(-1)! - least > diverged * Math.max(Math.abs(least), Math.abs(first - least));
}

function judge(sweeps: readonly RateCurve[], own: number): RungResult {
  const curves = sweeps.map(({ rates, losses }, index) => ({ label: `seed ${seeds[index]}`, rates, losses }));
  const quantity = 'learning rate at which the loss falls fastest';
  const found = agreeOnRange(sweeps);
  if ('reason' in found) {
    return { outcome: 'unclear', quantity, value: undefined, says: `no reliable answer: ${found.reason}`, curves };
  }
  const { low, suggestion, high } = found.range;
  const isTooHigh = own > high;
  const isTooLow = own < low / patience;
  const range = `the loss falls between ${rate(low)} and ${rate(high)}, fastest at ${rate(suggestion)}`;
  const verdict = isTooHigh ? 'is too high' : isTooLow ? 'is too low' : 'suits';
  return {
    outcome: isTooHigh || isTooLow ? 'fail' : 'pass',
    quantity,
    value: suggestion,
    says: `${range}; the learning rate of ${rate(own)} ${verdict}`,
    curves,
  };
}

const rate = (value: number) => Number(value.toPrecision(2)).toString();
