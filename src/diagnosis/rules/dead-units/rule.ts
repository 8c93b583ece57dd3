import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Share of units that no sample moves: some die in healthy trainings, too. */
const manyAtBirth = 0.5;
const manyLater = 0.6;
const nearlyAll = 0.9;

/** ReLUs that are 0 for every sample: no gradient ever comes through one, and it stays so. */
export const deadUnits: Rule = {
  name: 'dead-units',
  family: 'hidden-activation',
  title: 'dead ReLUs',
  rows: ['G2', 'G5', 'D2'],
  suspect({ start, asIs }) {
    const atBirth = worst(start?.layers);
    if (atBirth !== undefined && atBirth.deadUnits > manyAtBirth) {
      return {
        likelihood: atBirth.deadUnits > nearlyAll ? 0.7 : 0.4,
        reason: `${formatNumber(100 * atBirth.deadUnits)} % of the units are 0 for every sample at the first weights`,
        layer: atBirth.name,
        remedies: ['zeroBiases', 'freshWeights', 'whitenedInputs', 'widerLayers'],
      };
    }
    const later = worst(asIs[0]?.end?.layers);
    if (later === undefined || later.deadUnits <= manyLater) return undefined;
    return {
      likelihood: later.deadUnits > nearlyAll ? 0.6 : 0.25,
      reason: `${formatNumber(100 * later.deadUnits)} % of the units are 0 for every sample after training, ${formatNumber(100 * (atBirth?.deadUnits ?? 0))} % before it`,
      layer: later.name,
      remedies: ['learningRateTenth', 'learningRateHundredth', 'whitenedInputs', 'gradientClipping'],
    };
  },
};

function worst<Layer extends { readonly name: string; readonly deadUnits: number }>(
  layers: readonly Layer[] | undefined,
): Layer | undefined {
  return layers?.reduce<Layer | undefined>(
    (most, layer) => (most === undefined || layer.deadUnits > most.deadUnits ? layer : most),
    undefined,
  );
}
