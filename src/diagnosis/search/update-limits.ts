import type { TrialResult } from '../trials/trial.ts';
import type { UpdateLimits } from './scoreboard.ts';

/** Seconds that one training may take where no budget is given. */
const usualSeconds = 3;
/** A search makes about so many trainings, several at a time. */
const expectedTrials = 40;
/** Fewest updates that tell anything, and most that are needed of small networks. */
const fewestUpdates = 128;
const mostUpdates = 8192;
/** A plan that takes this many times what is affordable is cut. */
const toleratedExcess = 4;

/**
 * How many updates a training may make, from how long a first one took.
 *
 * @param budget seconds for the whole search
 */
export function updateLimits(planned: number, pilot: TrialResult, budget: number | undefined): UpdateLimits {
  const seconds = budget === undefined ? usualSeconds : Math.min(usualSeconds, (2 * budget) / expectedTrials);
  const secondsPerUpdate = pilot.seconds / Math.max(1, pilot.steps);
  let affordable = mostUpdates;
  // Halves, so that a noisy clock seldom changes the answer.
  while (affordable > fewestUpdates && affordable * secondsPerUpdate > seconds) affordable /= 2;
  return { planned, affordable, isPlanKept: planned <= toleratedExcess * affordable };
}
