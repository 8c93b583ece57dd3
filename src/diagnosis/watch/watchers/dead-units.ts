import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Share of units that no sample of a batch moves. Up to 40 % die in healthy trainings: Lu et al. (2019), section 1. */
const many = 0.6;
/** In batches of fewer samples than this a quiet unit looks dead, so that nearly all have to. */
const fewSamples = 32;
const nearlyAll = 0.95;
/** In a row: batches differ. */
const looks = 3;

/** ReLUs that are 0 for every sample, from the start or since. */
export const deadUnits: Watcher = {
  name: 'dead-units',
  onLook(memory, { step, layers }, { batchSize = fewSamples }) {
    const limit = batchSize < fewSamples ? nearlyAll : many;
    for (const { name, deadUnits: share, isOutput } of layers) {
      if (share === undefined || isOutput) continue;
      const born = `born ${name}`;
      const count = `looks ${name}`;
      memory[born] ??= share > limit ? 1 : 0;
      memory[count] = share > limit ? (memory[count] ?? 0) + 1 : 0;
      if (memory[count]! < looks) continue;
      const rate = { rule: 'learning-rate-too-high', likelihood: 0.4 } as const;
      const dead = { rule: 'dead-units', likelihood: 0.6 } as const;
      return {
        step,
        layer: name,
        says: `${formatNumber(100 * share)} % of its units are 0 for every sample, ${memory[born] === 1 ? 'as from the start' : 'which they were not at the start'}`,
        causes: memory[born] === 1 ? [dead] : [dead, rate],
      };
    }
    return undefined;
  },
};
