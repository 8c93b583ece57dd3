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

/**
 * How many updates a training may make, from how long a first one took.
 *
 * @param budget seconds for the whole search
 */
export function updateLimits(planned: number, pilot: TrialResult, budget: number | undefined): UpdateLimits {
  const seconds = budget === undefined ? usualSeconds : Math.min(usualSeconds, (2 * budget) / expectedTrials);
  const affordable = pilot.steps < tellingUpdates ? untoldUpdates : within(seconds, pilot.seconds / pilot.steps);
  return { planned, affordable, isPlanKept: planned <= toleratedExcess * affordable };
}

/** Updates that fit in some seconds. */
function within(seconds: number, secondsPerUpdate: number): number {
  let updates = mostUpdates;
  // Halves, so that a noisy clock seldom changes the answer.
  while (updates > fewestUpdates && updates * secondsPerUpdate > seconds) updates /= 2;
  return updates;
}
