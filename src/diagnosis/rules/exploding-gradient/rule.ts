import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Factor by which the signal grows from layer to layer: after ten layers it is a thousand times as large. */
const growing = 2;
/** Of the first layer's gradient over the last's. */
const large = 100;

/** Signal or gradient that grow from layer to layer, or that are not finite at the first step. */
export const explodingGradient: Rule = {
  name: 'exploding-gradient',
  family: 'initialization',
  title: 'signal or gradient explode',
  rows: ['G5', 'D5', 'C6'],
  suspect({ start, layers, asIs }) {
    if (start === undefined) return undefined;
    const { nonFinite, gradientRatio = 1, signal } = start;
    const remedies = ['freshWeights', 'gradientClipping', 'learningRateTenth', 'whitenedInputs'] as const;
    if (nonFinite !== undefined) {
      return { likelihood: 0.6, reason: nonFinite.description, layer: nonFinite.layer, remedies };
    }
    const ended = asIs.find(({ outcome }) => outcome === 'non-finite')?.end?.nonFinite;
    const change = signal.changePerLayer ?? 1;
    if (layers.length > 2 && (change > growing || gradientRatio > large)) {
      const steepest = steepestLayer(signal.deviations);
      const name = start.weighted[steepest]?.name;
      return {
        likelihood: 0.5,
        reason:
          change > growing
            ? `the signal grows ${formatNumber(change)} times from layer to layer`
            : `the gradient of the first layer is ${formatNumber(gradientRatio)} times the last one's`,
        ...(name === undefined || name === '' ? {} : { layer: name }),
        remedies,
      };
    }
    if (ended === undefined) return undefined;
    return { likelihood: 0.4, reason: `in training, ${ended.description}`, layer: ended.layer, remedies };
  },
};

/** Index of the weighted layer that enlarges the signal most. */
function steepestLayer(deviations: readonly number[]): number {
  let best = 0;
  const growth = (index: number) => deviations[index + 1]! / deviations[index]!;
  for (let i = 1; i + 1 < deviations.length; i++) if (growth(i) > growth(best)) best = i;
  return best;
}
