import type { TrialResult } from '../trials/trial.ts';
import type { UpdateLimits } from './scoreboard.ts';

/** Seconds that one training may take where no budget is given. */
const usualSeconds = 3;
/** A search makes about so many trainings, several at a time. */
const expectedTrials = 40;
/** Fewest updates that tell anything, and most that are needed of small networks. */
const fewestUpdates = 128;
const mostUpdates = 8192;
/** A pilot that broke off before so many updates, since numbers overflowed, tells nothing of time: then so many are allowed. */
const tellingUpdates = 16;
const untoldUpdates = 2048;
/** A plan that takes this many times what is affordable is cut. */
const toleratedExcess = 4;

/** Seconds that one training of {@link wholePlanLimits} may take where no budget is given. */
const wholePlanSeconds = 30;
/** Part of a budget for the first trainings where longer ones come after them. */
const firstPart = 1 / 3;
/** Trainings of the whole plan, for the first seed and for each further one; see `followWholePlan`. */
const wholePlanTrials = { first: 14, further: 9 } as const;
/** Trainings at a time, at least. */
const atATime = 2;

/**
 * How many updates a training may make, from how long a first one took.
 *
 * @param budget seconds for the whole search
 */
export function updateLimits(planned: number, pilot: TrialResult, budget: number | undefined): UpdateLimits {
  const whole = firstLimits(planned, pilot, budget);
  return whole.isPlanKept || budget === undefined ? whole : firstLimits(planned, pilot, firstPart * budget);
}

function firstLimits(planned: number, pilot: TrialResult, budget: number | undefined): UpdateLimits {
  const seconds = budget === undefined ? usualSeconds : Math.min(usualSeconds, (atATime * budget) / expectedTrials);
  const affordable = pilot.steps < tellingUpdates ? untoldUpdates : within(mostUpdates, seconds, timeOf(pilot));
  return { planned, affordable, isPlanKept: planned <= toleratedExcess * affordable };
}

/**
 * The same for trainings that follow the plan of the recipe to its end, or as far as a budget allows; undefined where that
 * is hardly farther than before.
 *
 * @param longest the longest training so far
 * @param left seconds of the budget that are left
 */
export function wholePlanLimits(
  before: UpdateLimits,
  longest: TrialResult,
  left: number | undefined,
  seeds: number,
): UpdateLimits | undefined {
  const { planned, affordable, isPlanKept } = before;
  if (isPlanKept || longest.steps < tellingUpdates) return undefined;
  const trials = wholePlanTrials.first + wholePlanTrials.further * (seeds - 1);
  const seconds = left === undefined ? wholePlanSeconds : (atATime * left) / trials;
  const longer = within(planned, seconds, timeOf(longest));
  return longer < 2 * affordable ? undefined : { planned, affordable: longer, isPlanKept: longer === planned };
}

const timeOf = ({ seconds, steps }: TrialResult): number => seconds / steps;

/** Updates that fit in some seconds. */
function within(most: number, seconds: number, secondsPerUpdate: number): number {
  let updates = most;
  // Halves, so that a noisy clock seldom changes the answer.
  while (updates > fewestUpdates && updates * secondsPerUpdate > seconds) updates = Math.ceil(updates / 2);
  return updates;
}
