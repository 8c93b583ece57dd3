import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Share of a layer's outputs at the limits of its activation: Glorot and Bengio (2010), section 3, watch it in depth. */
const many = 0.8;
/** In a row. */
const looks = 3;

/** Sigmoids or tanhs at their limits, where they are flat. */
export const saturatedUnits: Watcher = {
  name: 'saturated-units',
  onLook(memory, { step, layers }) {
    for (const { name, saturated, isOutput } of layers) {
      if (saturated === undefined || isOutput) continue;
      memory[name] = saturated > many ? (memory[name] ?? 0) + 1 : 0;
      if (memory[name]! < looks) continue;
      return {
        step,
        layer: name,
        says: `${formatNumber(100 * saturated)} % of its outputs lie at the limits of the activation`,
        causes: [
          { rule: 'saturated-units', likelihood: 0.6 },
          { rule: 'unscaled-inputs', likelihood: 0.4 },
        ],
      };
    }
    return undefined;
  },
};
