import type { Watcher } from '../watcher.ts';

/** Below this share a float32 weight rounds back to what it was: half of its last place, 2^-24. */
const lastPlace = 2 ** -24;
const looks = 3;
/** Below this share of its peak a schedule ends training on purpose. */
const someRate = 0.01;

/** Layers that never get a gradient, or whose updates are lost to rounding. */
export const lostUpdates: Watcher = {
  name: 'lost-updates',
  onLook(memory, { step, layers, rateShare }) {
    const isAlive = layers.some(({ gradientNorm = 0 }) => gradientNorm > 0);
    for (const { name, gradientNorm, updateRatio } of layers) {
      if (gradientNorm === undefined || !isAlive) continue;
      const isBlocked = gradientNorm === 0;
      const isLost = !isBlocked && updateRatio !== undefined && updateRatio < lastPlace && rateShare > someRate;
      const blocked = `blocked ${name}`;
      const lost = `lost ${name}`;
      memory[blocked] = isBlocked ? (memory[blocked] ?? 0) + 1 : 0;
      memory[lost] = isLost ? (memory[lost] ?? 0) + 1 : 0;
      if (memory[blocked]! >= looks) {
        return {
          step,
          layer: name,
          says: 'no gradient comes to its parameters',
          causes: [
            { rule: 'blocked-gradient', likelihood: 0.5 },
            { rule: 'dead-units', likelihood: 0.4 },
          ],
        };
      }
      if (memory[lost]! < looks) continue;
      return {
        step,
        layer: name,
        says: 'its parameters get a gradient and do not move: the updates are smaller than their last place',
        causes: [
          { rule: 'learning-rate-too-low', likelihood: 0.5 },
          { rule: 'frozen-parameters', likelihood: 0.3 },
        ],
      };
    }
    return undefined;
  },
};
