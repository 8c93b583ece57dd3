import { findOutliers, fitPreparation, type PreparationChoice } from '../../data/index.ts';
import { withPreparation } from '../../nn/index.ts';
import { measuredOnce } from '../measured-once.ts';
import type { Remedy } from './remedy.ts';

/**
 * Values are cut off so many quartile ranges beyond the quartiles: none of 100,000 normal ones, one in a thousand of an
 * exponential distribution.
 */
export const clipping = { clip: { quartileRanges: 5 }, squash: 'none' } as const satisfies PreparationChoice;

const fitClipping = measuredOnce((train) =>
  findOutliers(train).length === 0 ? undefined : fitPreparation(train, clipping, { scaleTarget: false }),
);

/** A few values far from all others cut off before the inputs are whitened (G7): inside the network. */
export const clippedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'inputs clipped to a few quartile ranges beyond their quartiles, then whitened',
  apply(design, { train }) {
    if (design.network.preparation !== undefined) return undefined;
    const fitted = fitClipping(train);
    return fitted && { ...design, network: withPreparation(design.network, fitted) };
  },
};
