/** The catalogue of watchers: one kind of trouble each. */
import type { Watcher } from '../watcher.ts';
import { deadUnits } from './dead-units.ts';
import { gradientExplodes } from './gradient-explodes.ts';
import { gradientVanishes } from './gradient-vanishes.ts';
import { lossExplodes } from './loss-explodes.ts';
import { lossFallsBack } from './loss-falls-back.ts';
import { lossOscillates } from './loss-oscillates.ts';
import { lossStandsStill } from './loss-stands-still.ts';
import { lostUpdates } from './lost-updates.ts';
import { overfitting } from './overfitting.ts';
import { rateGone } from './rate-gone.ts';
import { saturatedUnits } from './saturated-units.ts';
import { updateSize } from './update-size.ts';

/** All watchers; a loss that is not finite is told as it comes. */
export const watchers: readonly Watcher[] = [
  lossExplodes,
  lossFallsBack,
  lossStandsStill,
  lossOscillates,
  gradientExplodes,
  gradientVanishes,
  deadUnits,
  saturatedUnits,
  updateSize,
  lostUpdates,
  rateGone,
  overfitting,
];
